// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/Listening.h"
#include "study/Judgement.h"

namespace musicrl {

/// What happened in the player, as a study keeps it.
/// \param shownSeconds  when the trial appeared, on the clock of the events  \param side  of the event's lane
[[nodiscard]] ListenEvent listenEventOf(const ListeningEvent& happened, double shownSeconds, Side side);

/// 0 for a side that the trial does not have.
[[nodiscard]] int laneOf(const Trial& trial, Side side);
/// A for a lane that it does not have.
[[nodiscard]] Side sideOf(const Trial& trial, int lane);

/// How much of each clip was heard, and how loud.
void addHeard(Judgement& judgement, const Trial& trial, const ListeningTrace& heard, const TrialLevels& levels);

/// Through what a trial was heard, as its judgement keeps it.
/// \param before  of the same trial, from an earlier visit to it: what was counted goes on
[[nodiscard]] PlaybackConditions playbackConditionsOf(const ListeningConditions& heard, const TrialLevels& levels,
                                                      const PlaybackConditions& before = {});

}  // namespace musicrl
