// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace musicrl {

/// A clip's reward as a reward per step: it is known when the clip is finished, so it stands at the last token.
/// \param totals  B
/// \return        [B, tokens] float
[[nodiscard]] torch::Tensor rewardsAtEnd(const std::vector<double>& totals, std::int64_t tokens);

/// Whether the totals are numbers that the networks can compute with: finite as a float.
[[nodiscard]] bool areFinite(const std::vector<double>& totals);

/// R_t = Σ_{i ≥ t} r_i, undiscounted.
/// \param rewards  [B, S] float
/// \return         [B, S] float
[[nodiscard]] torch::Tensor returnsToGo(const torch::Tensor& rewards);

/// R_t − V_t; no gradient reaches the value network through it. Neither centred nor scaled: the method has none of that.
/// \param returns, values  [B, S] float
/// \return                 [B, S] float
/// \throws Error(BadInput) when shapes differ
/// \see Cideron et al., MusicRL, 2024, section 3.2
[[nodiscard]] torch::Tensor advantages(const torch::Tensor& returns, const torch::Tensor& values);

/// The objective's own rewards when the divergence counts in the return: (1 − α) r_t − α KL(s_{t+1}), the KL being charged
/// to the action that led to the state, and nothing after the last.
/// \param rewards, klNats  [B, S] float; KL(π || π₀) at the state in which token t was chosen
/// \return                 [B, S] float
/// \throws Error(BadInput) when shapes differ
[[nodiscard]] torch::Tensor chargedForKl(const torch::Tensor& rewards, const torch::Tensor& klNats, double alpha);

/// Generalised advantage estimation without discounting: A_t = Σ_l λ^l δ_{t+l}, δ_t = r_t + V_{t+1} − V_t, V = 0 after
/// the last token. λ = 1 gives R_t − V_t.
/// \param rewards, values  [B, S] float
/// \return                 [B, S] float, without a gradient
/// \throws Error(BadInput) when shapes differ
/// \see Schulman et al., High-Dimensional Continuous Control Using Generalized Advantage Estimation, 2016, equation 16
[[nodiscard]] torch::Tensor generalizedAdvantages(const torch::Tensor& rewards, const torch::Tensor& values,
                                                  double lambda);

/// Each clip's return less the mean of the others of its group, token by token.
/// \param returns    [B, S] float; groups are consecutive clips
/// \param groupSize  at least 2, divides B
/// \return           [B, S] float
/// \throws Error(BadInput) when the groups do not fit
/// \see Ahmadian et al., Back to Basics: Revisiting REINFORCE Style Optimization, 2024, section 3.3
[[nodiscard]] torch::Tensor leaveOneOutAdvantages(const torch::Tensor& returns, std::int64_t groupSize);

/// (R − mean) / (s + 10⁻⁴) within the group, token by token; s is the sample standard deviation.
/// \param returns, groupSize  as above
/// \see Shao et al., DeepSeekMath, 2024, section 4.1.2
[[nodiscard]] torch::Tensor groupNormalizedAdvantages(const torch::Tensor& returns, std::int64_t groupSize);

/// (A − mean) / (s + 10⁻⁸) over all clips and tokens; s is the sample standard deviation.
[[nodiscard]] torch::Tensor whitened(const torch::Tensor& advantages);

/// 1 − Var(R − V) / Var(R): 1 for a perfect baseline, 0 for a constant one. NaN when all returns are equal.
/// \param values, returns  [B, S] float
[[nodiscard]] double explainedVariance(const torch::Tensor& values, const torch::Tensor& returns);

}  // namespace musicrl
