// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/RewardBreakdown.h"
#include "rl/Rollout.h"
#include "rl/UpdateReport.h"

#include <cstdint>
#include <vector>

namespace musicrl {

/// Everything a step's clips and update tell, under the metric names of a run: toMetrics() of the update,
/// rolloutMetrics() of the rewards, diversityMetrics() of the codes, clipMetrics() of the sound, and the objective that is maximised:
/// objective/rlhf_reward = (1 − α) score − α KL, objective/non_score_reward its second part and objective/kl_coef
/// = α / (1 − α).
/// \param alpha      that the update used
/// \param groupSize  consecutive clips of one prompt
[[nodiscard]] Json stepMetrics(const RolloutBatch& rollouts, const std::vector<RewardBreakdown>& rewards,
                               const UpdateReport& update, double alpha, std::int64_t groupSize);

/// The phases' times (time/…, seconds) with their sum, time/step, and time/tokens_per_second of the step.
[[nodiscard]] Json timeMetrics(Json phases, std::int64_t tokens);

}  // namespace musicrl
