// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/SeededDraws.h"

#include "tensor/Device.h"

namespace musicrl {

torch::Tensor seededUniforms(const std::vector<std::uint64_t>& seeds, std::int64_t count, torch::Device device) {
    std::vector<torch::Tensor> rows;
    rows.reserve(seeds.size());
    for (const std::uint64_t seed : seeds) {
        rows.push_back(torch::rand({count}, seededGenerator(seed), torch::kFloat64));
    }
    return torch::stack(rows).to(device);
}

torch::Tensor drawFrom(const torch::Tensor& probabilities, const torch::Tensor& uniforms) {
    const torch::Tensor cumulative = probabilities.to(torch::kFloat64).cumsum(-1);
    const torch::Tensor total = cumulative.narrow(-1, cumulative.size(-1) - 1, 1);
    // Below the total even after rounding, so that the last entry with any probability is the last one drawn.
    const torch::Tensor threshold = torch::minimum(uniforms.unsqueeze(-1) * total, total * (1.0 - 1e-15));
    return cumulative.le(threshold).sum(-1);
}

}  // namespace musicrl
