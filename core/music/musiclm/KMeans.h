// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <torch/torch.h>

namespace musicrl {

/// Index of the nearest centre (squared Euclidean distance). \param points [N, D] \param centres [V, D] \return [N]
/// int64
[[nodiscard]] torch::Tensor nearestCentre(const torch::Tensor& points, const torch::Tensor& centres);

/// Lloyd's algorithm from a k-means++ start; a centre that loses all its points moves to the point that is furthest
/// from its own centre.
/// \param points  [N, D] float with N >= count
/// \return        [count, D]
/// \throws Error(BadInput) for fewer points than centres
/// \see Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", 2007
[[nodiscard]] torch::Tensor kMeans(const torch::Tensor& points, std::int64_t count, int iterations,
                                   at::Generator generator);

}  // namespace musicrl
