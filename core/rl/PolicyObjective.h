// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

namespace musicrl {

/// The two parts of what is minimised; the loss of a batch is the mean over its clips of their sum.
struct PolicyLoss {
    torch::Tensor policy;  ///< [B] −(1 − α) Σ_t log π(a_t | s_t) (R_t − V_t)
    torch::Tensor kl;      ///< [B] α Σ_t KL_t

    [[nodiscard]] torch::Tensor total() const { return policy + kl; }
};

/// KL-regularised REINFORCE with a learned baseline, the negative of
///
///     (1 − α) Σ_t log π(a_t | s_t) (R_t − V_t) − α Σ_t KL(π(· | s_t) || π₀(· | s_t))
///
/// The sums run over a clip's tokens and are not divided by their number, so a clip twice as long weighs twice as much
/// and α is worth the same per token at every length. With a few thousand tokens the gradient is large: clipping its
/// norm and Adam's scaling make it a step.
///
/// \param tokenLogProbs  [B, S] float, log π of the sampled tokens; the gradient flows through it
/// \param advantages     [B, S] float, R − V without a gradient of its own
/// \param klPerClip      [B] float, nats; the gradient flows through it
/// \param alpha          in [0, 1]
/// \throws Error(BadInput) when shapes differ
/// \see Cideron et al., MusicRL, 2024, section 3.2; Williams, REINFORCE, 1992
[[nodiscard]] PolicyLoss policyLoss(const torch::Tensor& tokenLogProbs, const torch::Tensor& advantages,
                                    const torch::Tensor& klPerClip, double alpha);

}  // namespace musicrl
