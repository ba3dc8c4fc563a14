// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/ClipDiversity.h"

#include "tensor/Shapes.h"

namespace musicrl {
namespace {

/// [B, codes] float, each clip's shares of the codes that its first level is made of.
torch::Tensor sharesOfCodes(const torch::Tensor& codes) {
    const torch::Tensor first = codes.select(1, 0).to(torch::kCPU);
    const std::int64_t different = first.max().item<std::int64_t>() + 1;
    std::vector<torch::Tensor> shares;
    for (std::int64_t clip = 0; clip < first.size(0); ++clip) {
        const torch::Tensor counts = torch::bincount(first[clip], /*weights=*/{}, different);
        shares.push_back(counts.to(torch::kFloat64) / static_cast<double>(first.size(1)));
    }
    return torch::stack(shares);
}

Json meanWhere(const torch::Tensor& distances, const torch::Tensor& pairs) {
    return pairs.any().item<bool>() ? Json(distances.masked_select(pairs).mean().item<double>()) : Json();
}

}  // namespace

Json diversityMetrics(const torch::Tensor& codes, std::int64_t groupSize) {
    expectShape(codes, {-1, -1, -1}, "codes");
    const torch::Tensor shares = sharesOfCodes(codes);
    const torch::Tensor distances = 0.5 * torch::cdist(shares, shares, /*p=*/1.0);
    const torch::Tensor pairs = torch::ones_like(distances, torch::kBool).triu(1);
    Json metrics = {{"rollouts/diversity", meanWhere(distances, pairs)}};
    if (groupSize > 1) {
        const torch::Tensor group = torch::floor_divide(torch::arange(codes.size(0)), groupSize);
        metrics["rollouts/diversity_within_prompt"] =
            meanWhere(distances, pairs & (group.unsqueeze(0) == group.unsqueeze(1)));
    }
    return metrics;
}

}  // namespace musicrl
