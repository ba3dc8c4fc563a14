// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

namespace musicrl {

/// Exact divergence KL(π || π₀) = Σ_a π(a) (log π(a) − log π₀(a)) over the whole vocabulary at each visited position,
/// summed over the clip's tokens.
///
/// \param policyLogProbs     [B, S, V] float, log-softmaxed, nats
/// \param referenceLogProbs  [B, S, V] float, log-softmaxed, nats
/// \return                   [B] float, nats per clip
/// \throws Error(BadInput)   when shapes differ
/// \see Cideron et al., MusicRL, 2024, section 3.2 (printed there without the weight π(a), evidently by mistake)
[[nodiscard]] torch::Tensor klPerClip(const torch::Tensor& policyLogProbs, const torch::Tensor& referenceLogProbs);

/// The same before it is summed over the clip's tokens: [B, S] float, nats, at the state in which each token was chosen.
[[nodiscard]] torch::Tensor klPerToken(const torch::Tensor& policyLogProbs, const torch::Tensor& referenceLogProbs);

/// The estimator k1 = log π − log π₀ of the tokens that were sampled: unbiased, of high variance, may be negative.
/// \param policy, reference  [B, S] float, log-probabilities of the sampled tokens, nats
/// \return                   [B] float, nats per clip
[[nodiscard]] torch::Tensor klK1PerClip(const torch::Tensor& policy, const torch::Tensor& reference);

/// The estimator k3 = exp(−k1) − 1 + k1 per token: unbiased and never negative.
/// \see Schulman, Approximating KL divergence, 2020
[[nodiscard]] torch::Tensor klK3PerClip(const torch::Tensor& policy, const torch::Tensor& reference);

/// −Σ_a π(a) log π(a), summed over the clip's tokens.
/// \param policyLogProbs  [B, S, V] float, log-softmaxed, nats
/// \return                [B] float, nats per clip
[[nodiscard]] torch::Tensor entropyPerClip(const torch::Tensor& policyLogProbs);

/// Log-probabilities of the tokens that were sampled.
/// \param logProbs  [B, S, V] float
/// \param tokens    [B, S] int64
/// \return          [B, S] float
[[nodiscard]] torch::Tensor logProbsOfTokens(const torch::Tensor& logProbs, const torch::Tensor& tokens);

}  // namespace musicrl
