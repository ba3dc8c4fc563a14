// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/Listening.h"
#include "study/Judgement.h"

namespace musicrl {

/// What happened in the player, as a study keeps it.
/// \param shownSeconds  when the trial appeared, on the clock of the events  \param side  of the event's lane
[[nodiscard]] ListenEvent listenEventOf(const ListeningEvent& happened, double shownSeconds, Side side);

/// Through what a trial was heard, as its judgement keeps it.
[[nodiscard]] PlaybackConditions playbackConditionsOf(const ListeningConditions& heard, const TrialLevels& levels);

}  // namespace musicrl
