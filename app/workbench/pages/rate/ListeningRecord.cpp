// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/ListeningRecord.h"

#include <algorithm>

namespace musicrl {
namespace {

ListenEventKind kindOf(ListeningAction action) {
    switch (action) {
        case ListeningAction::Play:
            return ListenEventKind::Play;
        case ListeningAction::Pause:
            return ListenEventKind::Pause;
        case ListeningAction::Seek:
            return ListenEventKind::Seek;
        case ListeningAction::Switch:
            return ListenEventKind::Switch;
        case ListeningAction::Loop:
            return ListenEventKind::Loop;
        case ListeningAction::ClearLoop:
            return ListenEventKind::Unloop;
        case ListeningAction::Ended:
            return ListenEventKind::Ended;
        case ListeningAction::OutputLost:
            return ListenEventKind::Device;
        case ListeningAction::Dropouts:
            return ListenEventKind::Gap;
    }
    return ListenEventKind::Play;
}

}  // namespace

ListenEvent listenEventOf(const ListeningEvent& happened, double shownSeconds, Side side) {
    ListenEvent event;
    event.kind = kindOf(happened.action);
    event.atSeconds = std::max(0.0, happened.monotonicSeconds - shownSeconds);
    event.side = side;
    event.positionSeconds = happened.action == ListeningAction::Loop ? happened.toSeconds : happened.clipSeconds;
    if (happened.action == ListeningAction::Seek) {
        event.toSeconds = happened.toSeconds;
    } else if (happened.action == ListeningAction::Loop) {
        event.toSeconds = happened.endSeconds;
    } else if (happened.action == ListeningAction::Dropouts) {
        event.text = std::to_string(happened.count);
    }
    return event;
}

int laneOf(const Trial& trial, Side side) {
    const auto found = std::find_if(trial.clips.begin(), trial.clips.end(),
                                    [side](const TrialClip& clip) { return clip.side == side; });
    return found == trial.clips.end() ? 0 : static_cast<int>(found - trial.clips.begin());
}

Side sideOf(const Trial& trial, int lane) {
    const auto index = static_cast<std::size_t>(std::max(0, lane));
    return index < trial.clips.size() ? trial.clips[index].side : Side::A;
}

void addHeard(Judgement& judgement, const Trial& trial, const ListeningTrace& heard, const TrialLevels& levels) {
    const auto ofLane = [](const std::vector<double>& values, std::size_t lane) {
        return lane < values.size() ? values[lane] : 0.0;
    };
    for (std::size_t lane = 0; lane < trial.clips.size(); ++lane) {
        const Side side = trial.clips[lane].side;
        judgement.listenedSeconds[side] = ofLane(heard.heardSeconds, lane);
        judgement.coveredSeconds[side] = ofLane(heard.coveredSeconds, lane);
        judgement.gainsDb[side] = ofLane(levels.gainsDb, lane);
        if (lane < levels.integratedLufs.size() && levels.integratedLufs[lane]) {
            judgement.measuredLufs[side] = *levels.integratedLufs[lane];
        }
    }
}

PlaybackConditions playbackConditionsOf(const ListeningConditions& heard, const TrialLevels& levels,
                                        const PlaybackConditions& before) {
    PlaybackConditions conditions;
    conditions.device = heard.hostApi.empty() ? heard.device : heard.hostApi + ": " + heard.device;
    conditions.deviceRateHz = heard.sampleRateHz;
    conditions.latencySeconds = heard.latencySeconds;
    conditions.bufferFrames = static_cast<int>(heard.bufferFrames);
    conditions.resampled =
        std::any_of(heard.lanes.begin(), heard.lanes.end(), [](const LaneExactness& lane) { return lane.resampled(); });
    conditions.outputGaps = before.outputGaps + heard.underruns + heard.overruns;
    conditions.underruns = before.underruns.value_or(0) + heard.underruns;
    conditions.overruns = before.overruns.value_or(0) + heard.overruns;
    conditions.volumeDb = heard.volumeDb;
    conditions.volumeLocked = heard.volumeLocked;
    conditions.matchedLufs = levels.matched ? std::optional(levels.targetLufs) : std::nullopt;
    return conditions;
}

}  // namespace musicrl
