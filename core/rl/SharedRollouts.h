// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/RewardBreakdown.h"
#include "rl/Rollout.h"
#include "tensor/ProcessGroup.h"

#include <vector>

namespace musicrl {

/// This process's part of a step's prompts, as large as every other's; each process samples and scores its own.
/// \pre their number is a multiple of the group's size
[[nodiscard]] std::vector<Prompt> ownPart(const std::vector<Prompt>& prompts, const ProcessGroup& group);

/// The clips of all processes, in the order of the step's prompts.
/// \param all  the prompts of all processes
[[nodiscard]] RolloutBatch gathered(const RolloutBatch& own, std::vector<Prompt> all, const ProcessGroup& group);

/// Their rewards, in the same order.
[[nodiscard]] std::vector<RewardBreakdown> gathered(const std::vector<RewardBreakdown>& own, const ProcessGroup& group);

}  // namespace musicrl
