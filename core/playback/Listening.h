// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace musicrl {

/// Gains that make the clips of one trial equally loud, fixed before the trial starts, and what they were computed
/// from.
struct TrialLevels {
    bool matched = false;
    std::string reason;           ///< why not, in a sentence for the user; empty when matched
    double targetLufs = 0.0;      ///< what every clip is played at; the wish alone when not matched
    double peakGuardDb = 0.0;     ///< how much lower all went together for the true peak, 0 or more
    std::vector<double> gainsDb;  ///< by clip, never above 0
    std::vector<std::optional<double>> integratedLufs;  ///< by clip, as stored; empty when silent or too short
    std::vector<double> truePeaksDbtp;                  ///< by clip, as stored

    [[nodiscard]] bool operator==(const TrialLevels&) const = default;
};

/// What a listener did, or what happened to what they heard.
enum class ListeningAction {
    Play,
    Pause,
    Seek,
    Switch,
    Loop,
    ClearLoop,
    Ended,       ///< the longest clip came to its end
    OutputLost,  ///< see Player::problem()
    Dropouts     ///< the output ran dry since the event before
};

struct ListeningEvent {
    ListeningAction action = ListeningAction::Play;
    double monotonicSeconds = 0.0;  ///< on the machine's steady clock: only differences mean something
    int lane = 0;                   ///< heard from then on
    double clipSeconds = 0.0;       ///< position in the clips when it was ordered
    double toSeconds = 0.0;         ///< where a seek went, or where a loop begins
    double endSeconds = 0.0;        ///< where a loop ends
    std::int64_t count = 0;         ///< of dropouts
};

/// How a trial was listened to.
struct ListeningTrace {
    std::vector<ListeningEvent> events;  ///< in order
    std::vector<double> heardSeconds;    ///< by lane: how long this clip itself sounded, repeats counted
    std::vector<double> coveredSeconds;  ///< the same with what sounded again counted once
};

/// Whether a lane's samples reach the output as they are in the file.
struct LaneExactness {
    int sourceRateHz = 0;  ///< 0: the lane is empty
    int outputRateHz = 0;
    double gainDb = 0.0;     ///< of level match and volume together
    bool mixedDown = false;  ///< the output has fewer channels

    [[nodiscard]] bool resampled() const { return sourceRateHz != 0 && sourceRateHz != outputRateHz; }
    [[nodiscard]] bool bitExact() const { return !resampled() && !mixedDown && gainDb == 0.0; }
    [[nodiscard]] bool operator==(const LaneExactness&) const = default;
};

/// "bit-exact", or what is done to it: "resampled from 16 to 44.1 kHz, −3.2 dB". Empty for an empty lane.
[[nodiscard]] std::string toText(const LaneExactness& exactness);

/// Through what a trial was heard, to keep with its judgement.
struct ListeningConditions {
    std::string device;  ///< the last one, also when it is gone; empty when there was none
    std::string hostApi;
    int sampleRateHz = 0;
    std::int64_t bufferFrames = 0;  ///< that the output asked for last
    double latencySeconds = 0.0;
    double volumeDb = 0.0;
    bool volumeLocked = false;
    std::int64_t underruns = 0;  ///< since the trial began
    std::int64_t overruns = 0;
    std::vector<LaneExactness> lanes;
};

}  // namespace musicrl
