// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/PolicyObjective.h"

#include "tensor/Shapes.h"

namespace musicrl {
namespace {

/// Beyond e^20 a ratio is clipped anyway; without a bound it could become infinite.
constexpr double largestLogRatio = 20.0;

torch::Tensor ratios(const torch::Tensor& tokenLogProbs, const torch::Tensor& oldLogProbs) {
    return (tokenLogProbs - oldLogProbs).clamp(-largestLogRatio, largestLogRatio).exp();
}

}  // namespace

PolicyLoss policyLoss(const torch::Tensor& tokenLogProbs, const torch::Tensor& advantages,
                      const torch::Tensor& klPerClip, const LossWeights& weights) {
    expectShape(advantages, tokenLogProbs.sizes().vec(), "advantages");
    expectShape(klPerClip, {tokenLogProbs.size(0)}, "KL per clip");
    return {-weights.policy * (tokenLogProbs * advantages.detach()).sum(1), weights.kl * klPerClip};
}

PolicyLoss clippedPolicyLoss(const torch::Tensor& tokenLogProbs, const torch::Tensor& oldLogProbs,
                             const torch::Tensor& advantages, const torch::Tensor& klPerClip,
                             const LossWeights& weights, double clipRange) {
    expectShape(oldLogProbs, tokenLogProbs.sizes().vec(), "old log-probabilities");
    expectShape(advantages, tokenLogProbs.sizes().vec(), "advantages");
    expectShape(klPerClip, {tokenLogProbs.size(0)}, "KL per clip");
    const torch::Tensor ratio = ratios(tokenLogProbs, oldLogProbs.detach());
    const torch::Tensor clipped = ratio.clamp(1.0 - clipRange, 1.0 + clipRange);
    const torch::Tensor surrogate = torch::minimum(ratio * advantages.detach(), clipped * advantages.detach());
    return {-weights.policy * surrogate.sum(1), weights.kl * klPerClip};
}

RatioStatistics ratioStatistics(const torch::Tensor& tokenLogProbs, const torch::Tensor& oldLogProbs,
                                double clipRange) {
    const torch::NoGradGuard noGradients;
    const torch::Tensor ratio = ratios(tokenLogProbs, oldLogProbs);
    return {.approximateKlNats = 0.5 * (tokenLogProbs - oldLogProbs).square().mean().item<double>(),
            .clipFraction = ((ratio - 1.0).abs() > clipRange).to(torch::kFloat64).mean().item<double>(),
            .mean = ratio.mean().item<double>(),
            .variance = ratio.var(/*unbiased=*/false).item<double>()};
}

}  // namespace musicrl
