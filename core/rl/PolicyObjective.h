// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

namespace musicrl {

/// How much the two parts of the objective count.
struct LossWeights {
    double policy = 1.0;
    double kl = 0.0;
};

/// 1 − α for the reward's part, α for the KL's.
[[nodiscard]] constexpr LossWeights weightsOfAlpha(double alpha) {
    return {1.0 - alpha, alpha};
}

/// The two parts of what is minimised; the loss of a batch is the mean over its clips of their sum.
struct PolicyLoss {
    torch::Tensor policy;  ///< [B]
    torch::Tensor kl;      ///< [B]

    [[nodiscard]] torch::Tensor total() const { return policy + kl; }
};

/// KL-regularised REINFORCE with a baseline, with the weights of α the negative of
///
///     (1 − α) Σ_t log π(a_t | s_t) A_t − α Σ_t KL(π(· | s_t) || π₀(· | s_t)),   A_t = R_t − V_t in the paper
///
/// The sums run over a clip's tokens and are not divided by their number, so a clip twice as long weighs twice as much
/// and α is worth the same per token at every length. With a few thousand tokens the gradient is large: clipping its
/// norm and Adam's scaling make it a step.
///
/// \param tokenLogProbs  [B, S] float, log π of the sampled tokens; the gradient flows through it
/// \param advantages     [B, S] float; no gradient flows through them
/// \param klPerClip      [B] float, nats; the gradient flows through it
/// \throws Error(BadInput) when shapes differ
/// \see Cideron et al., MusicRL, 2024, section 3.2; Williams, REINFORCE, 1992
[[nodiscard]] PolicyLoss policyLoss(const torch::Tensor& tokenLogProbs, const torch::Tensor& advantages,
                                    const torch::Tensor& klPerClip, const LossWeights& weights);

/// The same with PPO's surrogate −Σ_t min(ρ_t A_t, clip(ρ_t, 1 − ε, 1 + ε) A_t) in place of −Σ_t log π A_t, where
/// ρ_t = π(a_t | s_t) / π_old(a_t | s_t). While π is π_old, both have the same gradient.
///
/// \param oldLogProbs  [B, S] float, log π_old of the sampled tokens, of the policy that sampled them
/// \param clipRange    ε, above 0
/// \see Schulman et al., Proximal Policy Optimization Algorithms, 2017, equation 7
[[nodiscard]] PolicyLoss clippedPolicyLoss(const torch::Tensor& tokenLogProbs, const torch::Tensor& oldLogProbs,
                                           const torch::Tensor& advantages, const torch::Tensor& klPerClip,
                                           const LossWeights& weights, double clipRange);

/// How far a policy has moved from the one that sampled: means over tokens.
struct RatioStatistics {
    double approximateKlNats = 0.0;  ///< of half the squared difference of log-probabilities
    double clipFraction = 0.0;       ///< tokens whose ratio is beyond 1 ± ε
    double mean = 1.0;               ///< of the ratio
    double variance = 0.0;           ///< of the ratio
};

/// \param tokenLogProbs, oldLogProbs  [B, S] float
[[nodiscard]] RatioStatistics ratioStatistics(const torch::Tensor& tokenLogProbs, const torch::Tensor& oldLogProbs,
                                              double clipRange);

}  // namespace musicrl
