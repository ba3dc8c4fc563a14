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

/// 1 − Var(R − V) / Var(R): 1 for a perfect baseline, 0 for a constant one. NaN when all returns are equal.
/// \param values, returns  [B, S] float
[[nodiscard]] double explainedVariance(const torch::Tensor& values, const torch::Tensor& returns);

}  // namespace musicrl
