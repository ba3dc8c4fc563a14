// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <torch/torch.h>

namespace musicrl {

/// Codebooks of a residual quantizer: k-means (k-means++ start, Lloyd) on the vectors, then on what is left, and so on.
///
/// \param vectors  [N, D] float on the CPU, N > 0; with fewer distinct vectors than words some words repeat
/// \return         [levels, vocabulary, D] float
[[nodiscard]] torch::Tensor fitResidualCodebooks(const torch::Tensor& vectors, std::int64_t levels,
                                                 std::int64_t vocabulary, std::uint64_t seed);

/// The nearest word of each level to what the levels before left over; of equally near ones the first.
/// \param codebooks  [levels, vocabulary, D] float
/// \return           [N, levels] int64
[[nodiscard]] torch::Tensor residualCodes(const torch::Tensor& vectors, const torch::Tensor& codebooks);

/// \return [N, D] float, the sum of the words
[[nodiscard]] torch::Tensor vectorsFromResidualCodes(const torch::Tensor& codes, const torch::Tensor& codebooks);

}  // namespace musicrl
