// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/StepMetrics.h"

#include "rl/ClipDiversity.h"
#include "rl/ClipMeasures.h"
#include "rl/RewardMetrics.h"

#include <limits>

namespace musicrl {
namespace {

Json objectiveMetrics(double score, double klNats, double alpha) {
    return {{"objective/alpha", alpha},
            {"objective/kl_coef", alpha < 1.0 ? alpha / (1.0 - alpha) : std::numeric_limits<double>::quiet_NaN()},
            {"objective/non_score_reward", -alpha * klNats},
            {"objective/rlhf_reward", (1.0 - alpha) * score - alpha * klNats}};
}

}  // namespace

Json stepMetrics(const RolloutBatch& rollouts, const std::vector<RewardBreakdown>& rewards, const UpdateReport& update,
                 double alpha, std::int64_t groupSize) {
    Json metrics = toMetrics(update);
    metrics.update(rolloutMetrics(rewards));
    metrics.update(diversityMetrics(rollouts.codes, groupSize));
    metrics.update(clipMetrics(rollouts));
    metrics.update(objectiveMetrics(meanTotal(rewards), update.policy.klNats, alpha));
    return metrics;
}

Json timeMetrics(Json phases, std::int64_t tokens) {
    double sum = 0.0;
    for (const auto& [name, seconds] : phases.items()) {
        sum += seconds.get<double>();
    }
    phases["time/step"] = sum;
    phases["time/tokens_per_second"] = static_cast<double>(tokens) / sum;
    return phases;
}

}  // namespace musicrl
