// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/TokenTrace.h"
#include "widgets/listening/ListenLane.h"

#include <vector>

namespace musicrl {

/// What a run's learner saw in a sample's tokens, under its waveform: KL to the reference, advantage and value, a cell
/// a token; those of one frame share its time. A strip is left out when the trace has nothing for it.
///
/// Strips reach from 0 to the size below which 98 of 100 tokens are, so that a few far ones leave the others to be told
/// apart, and to at least a thousandth.
[[nodiscard]] std::vector<LaneStrip> tokenStrips(const TokenTrace& tokens, double durationSeconds);

/// Gives the lanes' strips of KL one scale, the widest of theirs, so that they can be compared. Advantage and value
/// keep their own: they are measured by a critic that learned between two steps. \param lanes  none null
void shareKlScale(const std::vector<std::vector<LaneStrip>*>& lanes);

}  // namespace musicrl
