// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/Policy.h"
#include "rl/Learner.h"
#include "rl/Rollout.h"
#include "run/TokenTrace.h"

namespace musicrl {

/// The tokens of each clip with their time in it: that of the frame which they are part of.
/// \param figures  of these clips; tensors that are undefined stay unknown
[[nodiscard]] std::vector<TokenTrace> tokenTraces(const RolloutBatch& rollouts, const TokenFigures& figures,
                                                  const Policy& policy);

}  // namespace musicrl
