// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/UpdateReport.h"

#include "rl/Advantages.h"

#include <algorithm>

namespace musicrl {

ValueFigures valueFigures(const torch::Tensor& values, const torch::Tensor& returns) {
    const auto at = [&](std::int64_t token) {
        return explainedVariance(values.select(1, token), returns.select(1, token));
    };
    ValueFigures figures;
    figures.explained = explainedVariance(values, returns);
    figures.explainedFirst = at(0);
    figures.explainedMiddle = at(values.size(1) / 2);
    figures.explainedLast = at(values.size(1) - 1);
    const torch::Tensor spread = returns.var(0, /*unbiased=*/false);
    const torch::Tensor explained = 1.0 - (returns - values).var(0, /*unbiased=*/false) / spread;
    figures.explainedMean = (spread > 0.0).all().item<bool>() ? explained.mean().item<double>() : unmeasured;
    return figures;
}

GroupFigures groupFigures(const std::vector<double>& rewards, std::int64_t groupSize) {
    const torch::Tensor groups = torch::tensor(rewards, torch::kFloat64).view({-1, groupSize});
    const torch::Tensor spread = std::get<0>(groups.max(1)) - std::get<0>(groups.min(1));
    return {groups.std(1, /*unbiased=*/true).mean().item<double>(),
            (spread == 0.0).to(torch::kFloat64).mean().item<double>()};
}

Json toMetrics(const UpdateReport& report) {
    Json metrics = {{"objective/kl", report.policy.klNats},
                    {"objective/kl_base", report.policy.klBaseNats},
                    {"objective/kl_k1", report.policy.klK1Nats},
                    {"objective/kl_k3", report.policy.klK3Nats},
                    {"objective/entropy", report.policy.entropyNats},
                    {"loss/policy", report.losses.policy},
                    {"loss/kl", report.losses.kl},
                    {"policy/grad_norm", report.policyGradientNorm},
                    {"policy/advantage_mean", report.advantageMean},
                    {"policy/advantage_std", report.advantageDeviation}};
    if (report.value) {
        metrics.update(Json{{"loss/value", report.value->loss},
                            {"val/grad_norm", report.value->gradientNorm},
                            {"val/explained_variance", report.value->explained},
                            {"val/explained_variance_first", report.value->explainedFirst},
                            {"val/explained_variance_middle", report.value->explainedMiddle},
                            {"val/explained_variance_last", report.value->explainedLast},
                            {"val/explained_variance_mean", report.value->explainedMean}});
    }
    if (report.ratios) {
        metrics.update(Json{{"policy/approxkl_avg", report.ratios->approximateKlNats},
                            {"policy/clipfrac_avg", report.ratios->clipFraction},
                            {"val/ratio", report.ratios->mean},
                            {"val/ratio_var", report.ratios->variance}});
    }
    if (report.groups) {
        metrics.update(Json{{"group/reward_std", report.groups->rewardDeviation},
                            {"group/frac_reward_zero_std", report.groups->shareWithoutSpread}});
    }
    return metrics;
}

}  // namespace musicrl
