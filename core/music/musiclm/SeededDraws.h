// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <torch/torch.h>
#include <vector>

namespace musicrl {

/// Uniform numbers in [0, 1), one row per clip out of that clip's own seed: what a clip draws depends neither on the
/// other clips of its batch nor on how many numbers are drawn.
/// \return [B, count] double, on \p device
[[nodiscard]] torch::Tensor seededUniforms(const std::vector<std::uint64_t>& seeds, std::int64_t count,
                                           torch::Device device);

/// Draws from distributions by inverting their cumulative sums.
/// \param probabilities  [..., V], need not sum to one exactly
/// \param uniforms       [...] double in [0, 1)
/// \return               [...] int64 in [0, V); never an entry of probability 0
[[nodiscard]] torch::Tensor drawFrom(const torch::Tensor& probabilities, const torch::Tensor& uniforms);

}  // namespace musicrl
