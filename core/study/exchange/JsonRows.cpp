// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
#include "base/Fields.h"
#include "record/Prompt.h"
#include "study/exchange/Formats.h"

#include <fstream>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string neededText(const JsonLineObject& line, const char* key) {
    const auto text = requireKey<std::string>(line.object, key, line.where);
    if (isBlank(text)) {
        throw Error(ErrorKind::BadInput, line.where + ": \"" + key + "\" is empty; fill it in or take the line out.");
    }
    return text;
}

/// Empty where it is missing, null or no text.
std::string optionalText(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<double> optionalNumber(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

Json numberOrNull(const std::optional<double>& number) {
    return number ? Json(*number) : Json();
}

std::optional<double> secondsOf(const ComparedClip& clip) {
    return clip.span ? std::optional(clip.span->endSeconds - clip.span->startSeconds) : std::nullopt;
}

const char* arenaPreference(PreferenceLabel label) {
    switch (label) {
        case PreferenceLabel::A:
            return "A";
        case PreferenceLabel::B:
            return "B";
        case PreferenceLabel::Tie:
            return "TIE";
        case PreferenceLabel::BothBad:
            return "BOTH_BAD";
        case PreferenceLabel::CannotJudge:
            break;
    }
    return nullptr;
}

PreferenceLabel labelFromArena(const std::string& preference, const std::string& where) {
    for (const PreferenceLabel label :
         {PreferenceLabel::A, PreferenceLabel::B, PreferenceLabel::Tie, PreferenceLabel::BothBad}) {
        if (preference == arenaPreference(label)) {
            return label;
        }
    }
    throw Error(ErrorKind::BadInput,
                where + ": \"preference\" is \"" + preference + "\", but must be A, B, TIE or BOTH_BAD.");
}

Json arenaRow(const ExchangedPair& exchanged, const fs::path& folder) {
    const PreferencePair& pair = exchanged.pair;
    return {{"battle_uuid", pair.id},
            {"date", pair.createdUtc.substr(0, 10)},
            {"prompt", pair.prompt},
            {"is_prebaked", true},
            {"user_pseudonym", pair.rater},
            {"audio_a", clipName(pair.a.file, folder)},
            {"system_a", pair.a.generator},
            {"audio_b", clipName(pair.b.file, folder)},
            {"system_b", pair.b.generator},
            {"preference", arenaPreference(pair.label)},
            {"total_listening_time_a", numberOrNull(pair.a.listenedSeconds)},
            {"total_listening_time_b", numberOrNull(pair.b.listenedSeconds)},
            {"feedback", exchanged.note},
            {"timestamp", pair.createdUtc},
            {"duration_a", numberOrNull(secondsOf(pair.a))},
            {"duration_b", numberOrNull(secondsOf(pair.b))}};
}

ExchangedPair fromArenaRow(const JsonLineObject& line, const fs::path& clips) {
    ExchangedPair exchanged;
    PreferencePair& pair = exchanged.pair;
    pair.id = optionalText(line.object, "battle_uuid");
    pair.source = "music-arena";
    pair.prompt = oneLine(neededText(line, "prompt"));
    pair.label = labelFromArena(neededText(line, "preference"), line.where);
    pair.a.file = foundClip(clips, neededText(line, "audio_a"), line.where);
    pair.b.file = foundClip(clips, neededText(line, "audio_b"), line.where);
    pair.a.generator = optionalText(line.object, "system_a");
    pair.b.generator = optionalText(line.object, "system_b");
    pair.a.listenedSeconds = optionalNumber(line.object, "total_listening_time_a");
    pair.b.listenedSeconds = optionalNumber(line.object, "total_listening_time_b");
    pair.rater = optionalText(line.object, "user_pseudonym");
    pair.createdUtc = optionalText(line.object, "timestamp");
    pair.criterion = "overall";
    pair.blind = true;
    exchanged.note = optionalText(line.object, "feedback");
    return exchanged;
}

}  // namespace

std::string clipName(const fs::path& clip, const fs::path& folder) {
    const fs::path relative = fs::absolute(clip).lexically_normal().lexically_relative(folder);
    return (relative.empty() ? clip : relative).generic_string();
}

std::vector<JsonLineObject> readJsonLines(const fs::path& file) {
    std::error_code ignored;
    std::ifstream stream(file, std::ios::binary);
    if (!stream || fs::is_directory(file, ignored)) {
        throw Error(ErrorKind::NotFound,
                    "Cannot read " + file.string() + ": there is no such file, or no permission to read it.");
    }
    std::vector<JsonLineObject> lines;
    std::size_t number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        if (isBlank(line)) {
            continue;
        }
        const std::string where = file.string() + ", line " + std::to_string(number);
        Json object = Json::parse(line, nullptr, false);
        if (!object.is_object()) {
            throw Error(ErrorKind::BadInput, where +
                                                 ": this is no whole JSON object; each line must be one (a file that "
                                                 "was cut off ends in the middle of a line).");
        }
        lines.push_back({std::move(object), where});
    }
    if (lines.empty()) {
        throw Error(ErrorKind::BadInput, file.string() + " holds no row.");
    }
    return lines;
}

fs::path foundClip(const fs::path& clips, const std::string& name, const std::string& where) {
    const fs::path file = (clips / name).lexically_normal();
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored)) {
        throw Error(ErrorKind::NotFound,
                    where + ": there is no clip " + file.string() + "; name the folder of the clips with --clips.");
    }
    return file;
}

std::string chosenRejectedText(const std::vector<ExchangedPair>& pairs, const fs::path& folder, std::size_t& leftOut) {
    std::string text;
    for (const ExchangedPair& exchanged : pairs) {
        const PreferencePair& pair = exchanged.pair;
        if (pair.label != PreferenceLabel::A && pair.label != PreferenceLabel::B) {
            ++leftOut;
            continue;
        }
        const bool aWins = pair.label == PreferenceLabel::A;
        text += dumped({{"prompt", pair.prompt},
                        {"chosen", clipName((aWins ? pair.a : pair.b).file, folder)},
                        {"rejected", clipName((aWins ? pair.b : pair.a).file, folder)}});
    }
    return text;
}

std::vector<ExchangedPair> chosenRejectedPairs(const fs::path& file, const fs::path& clips) {
    std::vector<ExchangedPair> pairs;
    for (const JsonLineObject& line : readJsonLines(file)) {
        PreferencePair pair;
        pair.id = std::to_string(pairs.size() + 1);
        pair.source = "chosen-rejected";
        pair.prompt = oneLine(neededText(line, "prompt"));
        pair.a.file = foundClip(clips, neededText(line, "chosen"), line.where);
        pair.b.file = foundClip(clips, neededText(line, "rejected"), line.where);
        pair.label = PreferenceLabel::A;
        pairs.push_back({.pair = std::move(pair), .note = {}, .spentSeconds = {}});
    }
    return pairs;
}

std::string musicArenaText(const std::vector<ExchangedPair>& pairs, const fs::path& folder, std::size_t& leftOut) {
    std::string text;
    for (const ExchangedPair& exchanged : pairs) {
        if (arenaPreference(exchanged.pair.label) == nullptr) {
            ++leftOut;
        } else {
            text += dumped(arenaRow(exchanged, folder));
        }
    }
    return text;
}

std::vector<ExchangedPair> musicArenaPairs(const fs::path& file, const fs::path& clips) {
    std::vector<ExchangedPair> pairs;
    for (const JsonLineObject& line : readJsonLines(file)) {
        pairs.push_back(fromArenaRow(line, clips));
        if (pairs.back().pair.id.empty()) {
            pairs.back().pair.id = std::to_string(pairs.size());
        }
    }
    return pairs;
}

}  // namespace musicrl
