// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/Judgement.h"

#include "base/Error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

namespace musicrl {
namespace {

constexpr std::array<std::pair<const char*, Verdict>, 3> verdicts = {
    {{"answered", Verdict::Answered}, {"both_bad", Verdict::BothBad}, {"cannot_judge", Verdict::CannotJudge}}};

constexpr std::array<std::pair<const char*, ListenEventKind>, 12> eventKinds = {{{"shown", ListenEventKind::Shown},
                                                                                 {"play", ListenEventKind::Play},
                                                                                 {"pause", ListenEventKind::Pause},
                                                                                 {"seek", ListenEventKind::Seek},
                                                                                 {"switch", ListenEventKind::Switch},
                                                                                 {"loop", ListenEventKind::Loop},
                                                                                 {"unloop", ListenEventKind::Unloop},
                                                                                 {"ended", ListenEventKind::Ended},
                                                                                 {"answer", ListenEventKind::Answer},
                                                                                 {"mark", ListenEventKind::Mark},
                                                                                 {"device", ListenEventKind::Device},
                                                                                 {"gap", ListenEventKind::Gap}}};

template <typename Value, std::size_t count>
std::string nameOf(const std::array<std::pair<const char*, Value>, count>& names, Value wanted) {
    for (const auto& [name, value] : names) {
        if (value == wanted) {
            return name;
        }
    }
    throw Error(ErrorKind::Internal, "A value of a judgement has no name.");
}

template <typename Value, std::size_t count>
Value valueOf(const std::array<std::pair<const char*, Value>, count>& names, const Json& json, const char* key,
              const std::string& where) {
    const auto given = requireKey<std::string>(json, key, where);
    for (const auto& [name, value] : names) {
        if (given == name) {
            return value;
        }
    }
    throw Error(ErrorKind::BadInput, where + ": \"" + key + "\" is \"" + given + "\", which is unknown.");
}

[[noreturn]] void refuse(const std::string& reason) {
    throw Error(ErrorKind::BadInput, reason);
}

void checkScale(const std::optional<int>& value, int low, int high, const std::string& what) {
    if (value && (*value < low || *value > high)) {
        refuse("The answer to " + what + " is " + std::to_string(*value) + ", but must be from " + std::to_string(low) +
               " to " + std::to_string(high) + ".");
    }
}

void checkAnswer(const Answer& answer, const Question& question, bool twoClips) {
    const std::string what = "\"" + question.id + "\"";
    checkScale(answer.preference, -question.steps, question.steps, what);
    checkScale(answer.ratingA, 1, 5, what);
    checkScale(answer.ratingB, 1, 5, what);
    const bool isPreference = question.kind == QuestionKind::Preference;
    const bool isRating = question.kind == QuestionKind::Rating;
    const bool isIdentity = question.kind == QuestionKind::Identity;
    if (answer.preference.has_value() != isPreference || answer.ratingA.has_value() != isRating ||
        answer.ratingB.has_value() != (isRating && twoClips) || answer.identity.has_value() != isIdentity) {
        refuse("The answer to " + what + " is not whole, or does not fit a question of kind \"" +
               textOf(question.kind) + "\".");
    }
    if (isPreference && !question.tieAllowed && *answer.preference == 0) {
        refuse("The question " + what + " wants a choice: \"the same\" is no answer to it.");
    }
    if (answer.identity == Side::X) {
        refuse("X is either A or B.");
    }
}

void checkAnswers(const Judgement& judgement, const Trial& trial) {
    for (const Answer& answer : judgement.answers) {
        const auto asked = std::find_if(trial.questions.begin(), trial.questions.end(),
                                        [&](const Question& question) { return question.id == answer.question; });
        if (asked == trial.questions.end()) {
            refuse("Nobody asked \"" + answer.question + "\" in this study.");
        }
        checkAnswer(answer, *asked, trial.clips.size() > 1);
    }
    for (const Question& question : trial.questions) {
        const auto given = std::count_if(judgement.answers.begin(), judgement.answers.end(),
                                         [&](const Answer& answer) { return answer.question == question.id; });
        if (given > 1 || (given == 0 && judgement.verdict == Verdict::Answered)) {
            refuse("The question \"" + question.text + "\" needs one answer.");
        }
    }
}

void checkListening(const Judgement& judgement, const Trial& trial) {
    for (const TrialClip& clip : trial.clips) {
        if (!isHeardEnough(judgement, clip.side, trial.minimumListeningSeconds, clip.seconds)) {
            std::ostringstream text;
            text.precision(1);
            text << std::fixed << "Listen to " << std::min(trial.minimumListeningSeconds, clip.seconds) << " s of "
                 << textOf(clip.side) << " before you answer; so far it was " << heardSecondsOf(judgement, clip.side)
                 << " s.";
            refuse(text.str());
        }
    }
}

template <typename Value>
void put(Json& json, const char* key, const std::optional<Value>& value) {
    if (value) {
        json[key] = *value;
    }
}

template <typename Value>
void get(const Json& json, const char* key, std::optional<Value>& value, const std::string& where) {
    if (json.contains(key)) {
        value = requireKey<Value>(json, key, where);
    }
}

Json toJson(const Answer& answer) {
    Json json = {{"question", answer.question}};
    put(json, "preference", answer.preference);
    put(json, "rating_a", answer.ratingA);
    put(json, "rating_b", answer.ratingB);
    if (answer.identity) {
        json["identity"] = textOf(*answer.identity);
    }
    return json;
}

Answer answerFromJson(const Json& json, const std::string& where) {
    Answer answer;
    answer.question = requireKey<std::string>(json, "question", where);
    get(json, "preference", answer.preference, where);
    get(json, "rating_a", answer.ratingA, where);
    get(json, "rating_b", answer.ratingB, where);
    if (json.contains("identity")) {
        answer.identity = sideFromText(requireKey<std::string>(json, "identity", where), where);
    }
    return answer;
}

Json toJson(const std::map<Side, double>& bySide) {
    Json json = Json::object();
    for (const auto& [side, value] : bySide) {
        json[textOf(side)] = value;
    }
    return json;
}

std::map<Side, double> bySideFromJson(const Json& json, const char* key, const std::string& where) {
    const auto object = requireKey<Json>(json, key, where);
    std::map<Side, double> bySide;
    for (const auto& [side, ignored] : object.items()) {
        bySide[sideFromText(side, where)] = requireKey<double>(object, side, where);
    }
    return bySide;
}

Json toJson(const PlaybackConditions& playback) {
    Json json = {{"device", playback.device},
                 {"device_rate_hz", playback.deviceRateHz},
                 {"buffer_frames", playback.bufferFrames},
                 {"latency_seconds", playback.latencySeconds},
                 {"resampled", playback.resampled},
                 {"output_gaps", playback.outputGaps}};
    put(json, "underruns", playback.underruns);
    put(json, "overruns", playback.overruns);
    put(json, "matched_lufs", playback.matchedLufs);
    put(json, "volume_db", playback.volumeDb);
    put(json, "volume_locked", playback.volumeLocked);
    return json;
}

PlaybackConditions playbackFromJson(const Json& json, const std::string& where) {
    PlaybackConditions playback;
    playback.device = requireKey<std::string>(json, "device", where);
    playback.deviceRateHz = requireKey<int>(json, "device_rate_hz", where);
    playback.bufferFrames = requireKey<int>(json, "buffer_frames", where);
    playback.latencySeconds = requireKey<double>(json, "latency_seconds", where);
    playback.resampled = requireKey<bool>(json, "resampled", where);
    playback.outputGaps = requireKey<std::int64_t>(json, "output_gaps", where);
    get(json, "underruns", playback.underruns, where);
    get(json, "overruns", playback.overruns, where);
    get(json, "matched_lufs", playback.matchedLufs, where);
    get(json, "volume_db", playback.volumeDb, where);
    get(json, "volume_locked", playback.volumeLocked, where);
    return playback;
}

PreferenceLabel labelOfSign(int sign) {
    return sign < 0 ? PreferenceLabel::A : sign > 0 ? PreferenceLabel::B : PreferenceLabel::Tie;
}

}  // namespace

std::optional<PreferenceLabel> preferredBy(const Answer& answer) {
    if (answer.preference) {
        return labelOfSign(*answer.preference);
    }
    if (answer.ratingA && answer.ratingB) {
        return labelOfSign(*answer.ratingB - *answer.ratingA);
    }
    if (answer.identity) {
        return *answer.identity == Side::A ? PreferenceLabel::A : PreferenceLabel::B;
    }
    return std::nullopt;
}

std::optional<PreferenceLabel> labelOf(const Judgement& judgement, const std::string& question) {
    if (judgement.verdict == Verdict::BothBad) {
        return PreferenceLabel::BothBad;
    }
    if (judgement.verdict == Verdict::CannotJudge) {
        return PreferenceLabel::CannotJudge;
    }
    for (const Answer& answer : judgement.answers) {
        if (answer.question == question) {
            return preferredBy(answer);
        }
    }
    return std::nullopt;
}

double heardSecondsOf(const Judgement& judgement, Side side) {
    const std::map<Side, double>& kept =
        judgement.coveredSeconds.empty() ? judgement.listenedSeconds : judgement.coveredSeconds;
    const auto found = kept.find(side);
    return found == kept.end() ? 0.0 : found->second;
}

bool isHeardEnough(const Judgement& judgement, Side side, double minimumSeconds, double clipSeconds) {
    constexpr double tolerance = 0.05;  // seconds: what dips take, and the edges of what was heard
    return heardSecondsOf(judgement, side) + tolerance >= std::min(minimumSeconds, clipSeconds);
}

void checkJudgement(const Judgement& judgement, const Trial& trial) {
    if (judgement.verdict == Verdict::BothBad && trial.clips.size() != 2) {
        refuse("\"Both bad\" is an answer about two clips.");
    }
    checkAnswers(judgement, trial);
    checkListening(judgement, trial);
}

Json toJson(const Judgement& judgement) {
    Json json = {{"trial", judgement.trial},
                 {"rater", judgement.rater},
                 {"verdict", nameOf(verdicts, judgement.verdict)},
                 {"answers", Json::array()},
                 {"note", judgement.note},
                 {"marks", Json::array()},
                 {"listened_seconds", toJson(judgement.listenedSeconds)},
                 {"gains_db", toJson(judgement.gainsDb)},
                 {"spent_seconds", judgement.spentSeconds},
                 {"playback", toJson(judgement.playback)},
                 {"created", judgement.createdUtc}};
    if (!judgement.coveredSeconds.empty()) {
        json["covered_seconds"] = toJson(judgement.coveredSeconds);
    }
    if (!judgement.measuredLufs.empty()) {
        json["measured_lufs"] = toJson(judgement.measuredLufs);
    }
    if (judgement.firstHeard) {
        json["first_heard"] = textOf(*judgement.firstHeard);
    }
    for (const Answer& answer : judgement.answers) {
        json["answers"].push_back(toJson(answer));
    }
    for (const Mark& mark : judgement.marks) {
        json["marks"].push_back({{"side", textOf(mark.side)}, {"seconds", mark.seconds}, {"text", mark.text}});
    }
    return json;
}

Judgement judgementFromJson(const Json& json, const std::string& where) {
    Judgement judgement;
    judgement.trial = requireKey<std::string>(json, "trial", where);
    judgement.rater = requireKey<std::string>(json, "rater", where);
    judgement.verdict = valueOf(verdicts, json, "verdict", where);
    for (const Json& answer : requireKey<Json>(json, "answers", where)) {
        judgement.answers.push_back(answerFromJson(answer, where));
    }
    judgement.note = requireKey<std::string>(json, "note", where);
    for (const Json& mark : requireKey<Json>(json, "marks", where)) {
        judgement.marks.push_back({sideFromText(requireKey<std::string>(mark, "side", where), where),
                                   requireKey<double>(mark, "seconds", where),
                                   requireKey<std::string>(mark, "text", where)});
    }
    judgement.listenedSeconds = bySideFromJson(json, "listened_seconds", where);
    if (json.contains("covered_seconds")) {
        judgement.coveredSeconds = bySideFromJson(json, "covered_seconds", where);
    }
    judgement.gainsDb = bySideFromJson(json, "gains_db", where);
    if (json.contains("measured_lufs")) {
        judgement.measuredLufs = bySideFromJson(json, "measured_lufs", where);
    }
    if (json.contains("first_heard")) {
        judgement.firstHeard = sideFromText(requireKey<std::string>(json, "first_heard", where), where);
    }
    judgement.spentSeconds = requireKey<double>(json, "spent_seconds", where);
    judgement.playback = playbackFromJson(requireKey<Json>(json, "playback", where), where);
    judgement.createdUtc = requireKey<std::string>(json, "created", where);
    return judgement;
}

Json toJson(const ListenEvent& event) {
    Json json = {{"kind", nameOf(eventKinds, event.kind)}, {"at", event.atSeconds}};
    if (event.side) {
        json["side"] = textOf(*event.side);
    }
    json["position"] = event.positionSeconds;
    put(json, "to", event.toSeconds);
    if (!event.text.empty()) {
        json["text"] = event.text;
    }
    return json;
}

ListenEvent listenEventFromJson(const Json& json, const std::string& where) {
    ListenEvent event;
    event.kind = valueOf(eventKinds, json, "kind", where);
    event.atSeconds = requireKey<double>(json, "at", where);
    if (json.contains("side")) {
        event.side = sideFromText(requireKey<std::string>(json, "side", where), where);
    }
    event.positionSeconds = requireKey<double>(json, "position", where);
    get(json, "to", event.toSeconds, where);
    if (json.contains("text")) {
        event.text = requireKey<std::string>(json, "text", where);
    }
    return event;
}

}  // namespace musicrl
