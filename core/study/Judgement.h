// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/PreferencePair.h"
#include "study/Trial.h"

#include <map>

namespace musicrl {

/// What a rater makes of a trial as a whole.
enum class Verdict {
    Answered,     ///< every question is answered
    BothBad,      ///< pairs: neither is any good; answers may be there all the same
    CannotJudge,  ///< answers may be there all the same
};

/// The answer to one question; which fields are filled follows from the question's kind.
struct Answer {
    std::string question;  ///< its id
    /// −steps (A much better) … 0 (the same) … +steps (B much better), as on the screen.
    std::optional<int> preference = {};
    std::optional<int> ratingA = {};    ///< 1 to 5
    std::optional<int> ratingB = {};    ///< 1 to 5; none in mos
    std::optional<Side> identity = {};  ///< abx: which of A and B X is

    [[nodiscard]] bool operator==(const Answer&) const = default;
};

/// Something noticed at one moment of one clip, such as "click".
struct Mark {
    Side side = Side::A;
    double seconds = 0.0;  ///< in the clip
    std::string text;

    [[nodiscard]] bool operator==(const Mark&) const = default;
};

/// How a trial's clips came to the rater's ears.
struct PlaybackConditions {
    std::string device;  ///< as the sound system names it; empty: unknown
    int deviceRateHz = 0;
    int bufferFrames = 0;
    double latencySeconds = 0.0;
    bool resampled = false;                      ///< whether the output runs at another rate than the clips
    std::int64_t outputGaps = 0;                 ///< under- and overruns while the trial was open, all together
    std::optional<std::int64_t> underruns = {};  ///< none in judgements of before these were kept apart
    std::optional<std::int64_t> overruns = {};   ///< the same
    std::optional<double> matchedLufs = {};      ///< what the clips were brought to; none: not matched
    std::optional<double> volumeDb = {};         ///< on top of the gains, 0 at most; none: judged before it was kept
    std::optional<bool> volumeLocked = {};       ///< whether that was set by the tone and locked; none as above

    [[nodiscard]] bool operator==(const PlaybackConditions&) const = default;
};

/// A rater's answer to one trial.
struct Judgement {
    std::string trial;
    std::string rater;
    Verdict verdict = Verdict::Answered;
    std::vector<Answer> answers;
    std::string note;
    std::vector<Mark> marks;
    std::map<Side, double> listenedSeconds;  ///< how much of each clip was played, repeats counted
    /// The same with what sounded again counted once; none in judgements of before this was kept.
    std::map<Side, double> coveredSeconds;
    std::map<Side, double> gainsDb;  ///< with which each clip was played, 0 at most
    /// How loud each clip is before its gain; none where it is silent or too short to be measured, or was judged before
    /// this was kept.
    std::map<Side, double> measuredLufs;
    std::optional<Side> firstHeard;
    double spentSeconds = 0.0;  ///< from the trial's appearance to the confirmation
    PlaybackConditions playback;
    std::string createdUtc;  ///< set when it is recorded

    [[nodiscard]] bool operator==(const Judgement&) const = default;
};

enum class ListenEventKind { Shown, Play, Pause, Seek, Switch, Loop, Unloop, Ended, Answer, Mark, Device, Gap };

/// One thing that a rater did or that happened while a trial was open.
struct ListenEvent {
    ListenEventKind kind = ListenEventKind::Play;
    double atSeconds = 0.0;                ///< since the trial appeared
    std::optional<Side> side = {};         ///< Play, Seek …: the clip heard; Switch: the one switched to
    double positionSeconds = 0.0;          ///< in the clip; Loop: its begin
    std::optional<double> toSeconds = {};  ///< Seek: where to; Loop: its end
    std::string text = {};                 ///< Answer, Device: what was chosen

    [[nodiscard]] bool operator==(const ListenEvent&) const = default;
};

/// Which clip one answer prefers: by preference, else by the two ratings (the paper's), else by identity.
/// \return nothing for a question without two sides or without an answer
[[nodiscard]] std::optional<PreferenceLabel> preferredBy(const Answer& answer);

/// What a judgement says on one question: preferredBy its answer; BothBad and CannotJudge come before it.
/// \return nothing when the question was not asked or has no two sides
[[nodiscard]] std::optional<PreferenceLabel> labelOf(const Judgement& judgement, const std::string& question);

/// How much of a clip was heard at least once, as far as it is known.
[[nodiscard]] double heardSecondsOf(const Judgement& judgement, Side side);

/// Whether that is what a study asks for, or all of a clip that is shorter.
[[nodiscard]] bool isHeardEnough(const Judgement& judgement, Side side, double minimumSeconds, double clipSeconds);

/// Whether a judgement fits its trial: every question answered within its scale (Answered), nothing else answered, each
/// clip listened to for as long as it takes. \throws Error(BadInput) with one sentence for the rater
void checkJudgement(const Judgement& judgement, const Trial& trial);

[[nodiscard]] Json toJson(const Judgement& judgement);
/// \throws Error(BadInput) naming \p where
[[nodiscard]] Judgement judgementFromJson(const Json& json, const std::string& where);
[[nodiscard]] Json toJson(const ListenEvent& event);
[[nodiscard]] ListenEvent listenEventFromJson(const Json& json, const std::string& where);

}  // namespace musicrl
