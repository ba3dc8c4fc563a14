// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/PreferencePair.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Fields.h"
#include "record/Prompt.h"

#include <array>
#include <fstream>
#include <utility>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<const char*, PreferenceLabel>, 5> labels = {
    {{"A", PreferenceLabel::A},
     {"B", PreferenceLabel::B},
     {"TIE", PreferenceLabel::Tie},
     {"BOTH_BAD", PreferenceLabel::BothBad},
     {"CANNOT_JUDGE", PreferenceLabel::CannotJudge}}};
constexpr double longest = 1e6;  // seconds
constexpr double largestScale = 100.0;
constexpr double largestGainDb = 200.0;

/// One line's object, and how to complain about it.
class PairReader {
public:
    /// \param where  file and line
    PairReader(const Json& json, std::string where, fs::path folder)
        : json_(json), where_(std::move(where)), folder_(std::move(folder)), fields_(json_, where_) {}

    [[nodiscard]] PreferencePair pair() {
        PreferencePair pair;
        pair.prompt = oneLine(needed("prompt"));
        pair.a = clip("_a");
        pair.b = clip("_b");
        pair.label = label();
        fields_.text("id", pair.id);
        fields_.text("source", pair.source);
        pair.strength = number("strength", 0.0, largestScale);
        pair.confidence = number("confidence", 0.0, largestScale);
        if (json_.contains("blind")) {
            pair.blind.emplace();
            fields_.flag("blind", *pair.blind);
        }
        fields_.text("study", pair.study);
        fields_.text("trial", pair.trial);
        fields_.text("created", pair.createdUtc);
        fields_.text("criterion", pair.criterion);
        fields_.text("rater", pair.rater);
        return pair;
    }

private:
    [[noreturn]] void refuse(const std::string& reason) const {
        throw Error(ErrorKind::BadInput, where_ + ": " + reason);
    }

    [[nodiscard]] std::string needed(const std::string& key) {
        if (!json_.contains(key)) {
            refuse("there is no \"" + key + "\"; every pair needs prompt, clip_a, clip_b and label.");
        }
        std::string text;
        fields_.text(key, text);
        if (isBlank(text)) {
            refuse("\"" + key + "\" is empty; fill it in or take the line out.");
        }
        return text;
    }

    [[nodiscard]] PreferenceLabel label() {
        const std::string given = needed("label");
        std::string known;
        for (const auto& [name, value] : labels) {
            if (given == name) {
                return value;
            }
            known += std::string(known.empty() ? "" : ", ") + name;
        }
        refuse("\"label\" is \"" + given + "\", but must be one of " + known + ".");
    }

    [[nodiscard]] std::optional<double> number(const std::string& key, double low, double high) {
        if (!json_.contains(key)) {
            return std::nullopt;
        }
        double value = 0.0;
        fields_.number(key, value, low, high);
        return value;
    }

    [[nodiscard]] std::optional<ClipSpan> span(const std::string& key) {
        if (!json_.contains(key)) {
            return std::nullopt;
        }
        std::vector<double> ends;
        fields_.numbers(key, ends, 0.0, longest);
        if (ends.size() != 2 || !(ends[0] < ends[1])) {
            refuse("\"" + key + "\" must be [start, end] in seconds with the start before the end.");
        }
        return ClipSpan{ends[0], ends[1]};
    }

    [[nodiscard]] ComparedClip clip(const std::string& side) {
        ComparedClip clip;
        clip.file = (folder_ / needed("clip" + side)).lexically_normal();
        fields_.text("sha256" + side, clip.sha256);
        fields_.text("generator" + side, clip.generator);
        fields_.number("gain_db" + side, clip.gainDb, -largestGainDb, largestGainDb);
        clip.span = span("span" + side);
        clip.listenedSeconds = number("listened" + side, 0.0, longest);
        clip.rating = number("rating" + side, 0.0, largestScale);
        return clip;
    }

    const Json& json_;
    std::string where_;
    fs::path folder_;
    Fields fields_;
};

Json withoutNulls(const Json& object) {
    Json kept = Json::object();
    for (const auto& [key, value] : object.items()) {
        if (!value.is_null()) {
            kept[key] = value;
        }
    }
    return kept;
}

PreferencePair pairFromLine(const std::string& line, std::size_t number, const fs::path& path) {
    const std::string where = path.string() + ", line " + std::to_string(number);
    const Json parsed = Json::parse(line, nullptr, false);
    if (!parsed.is_object()) {
        throw Error(ErrorKind::BadInput, where +
                                             ": this is no JSON object; each line must be one, such as {\"prompt\": "
                                             "\"slow piano\", \"clip_a\": \"1.flac\", \"clip_b\": \"2.flac\", "
                                             "\"label\": \"A\"}.");
    }
    const Json object = withoutNulls(parsed);
    PreferencePair pair = PairReader(object, where, path.parent_path()).pair();
    if (pair.id.empty()) {
        pair.id = std::to_string(number);
    }
    return pair;
}

void put(Json& json, const char* key, const std::string& text) {
    if (!text.empty()) {
        json[key] = text;
    }
}

template <typename Value>
void put(Json& json, const char* key, const std::optional<Value>& value) {
    if (value) {
        json[key] = *value;
    }
}

std::string labelText(PreferenceLabel label) {
    for (const auto& [name, value] : labels) {
        if (value == label) {
            return name;
        }
    }
    throw Error(ErrorKind::Internal, "A preference has no label.");
}

std::string relativeTo(const fs::path& folder, const fs::path& clip) {
    const fs::path relative = fs::absolute(clip).lexically_normal().lexically_relative(folder);
    return (relative.empty() ? clip : relative).generic_string();
}

Json spanJson(const ClipSpan& span) {
    return Json::array({span.startSeconds, span.endSeconds});
}

}  // namespace

std::optional<double> outcomeOf(PreferenceLabel label) {
    switch (label) {
        case PreferenceLabel::A:
            return 1.0;
        case PreferenceLabel::B:
            return 0.0;
        case PreferenceLabel::Tie:
            return 0.5;
        case PreferenceLabel::BothBad:
        case PreferenceLabel::CannotJudge:
            break;
    }
    return std::nullopt;
}

std::vector<PreferencePair> readPreferencePairs(const fs::path& path) {
    std::error_code ignored;
    std::ifstream file(path, std::ios::binary);
    if (!file || fs::is_directory(path, ignored)) {
        throw Error(ErrorKind::NotFound,
                    "Cannot read the pairs " + path.string() + ": there is no such file, or no permission to read it.");
    }
    std::vector<PreferencePair> pairs;
    std::size_t number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        if (!isBlank(line)) {
            pairs.push_back(pairFromLine(line, number, path));
        }
    }
    if (pairs.empty()) {
        throw Error(ErrorKind::BadInput, path.string() + " holds no pair; write one JSON object a line.");
    }
    return pairs;
}

Json toJson(const PreferencePair& pair, const fs::path& folder) {
    Json json = {{"id", pair.id}};
    put(json, "source", pair.source);
    json["prompt"] = pair.prompt;
    json["clip_a"] = relativeTo(folder, pair.a.file);
    json["clip_b"] = relativeTo(folder, pair.b.file);
    put(json, "sha256_a", pair.a.sha256);
    put(json, "sha256_b", pair.b.sha256);
    json["label"] = labelText(pair.label);
    put(json, "strength", pair.strength);
    put(json, "confidence", pair.confidence);
    put(json, "blind", pair.blind);
    put(json, "study", pair.study);
    put(json, "trial", pair.trial);
    json["gain_db_a"] = pair.a.gainDb;
    json["gain_db_b"] = pair.b.gainDb;
    put(json, "created", pair.createdUtc);
    put(json, "criterion", pair.criterion);
    if (pair.a.span) {
        json["span_a"] = spanJson(*pair.a.span);
    }
    if (pair.b.span) {
        json["span_b"] = spanJson(*pair.b.span);
    }
    put(json, "listened_a", pair.a.listenedSeconds);
    put(json, "listened_b", pair.b.listenedSeconds);
    put(json, "rating_a", pair.a.rating);
    put(json, "rating_b", pair.b.rating);
    put(json, "rater", pair.rater);
    put(json, "generator_a", pair.a.generator);
    put(json, "generator_b", pair.b.generator);
    return json;
}

void writePreferencePairs(const fs::path& path, const std::vector<PreferencePair>& pairs) {
    const fs::path folder = fs::absolute(path).lexically_normal().parent_path();
    std::string text;
    for (const PreferencePair& pair : pairs) {
        text += toJson(pair, folder).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    }
    writeFileAtomically(path, text);
}

}  // namespace musicrl
