// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/ClipDiversity.h"

#include "tensor/Shapes.h"

#include <algorithm>
#include <limits>

namespace musicrl {
namespace {

/// Clips that are closer than this are as good as equal.
constexpr double equalBelow = 0.05;

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

/// [B, B] double
torch::Tensor distancesOf(const torch::Tensor& codes) {
    expectShape(codes, {-1, -1, -1}, "codes");
    const torch::Tensor shares = sharesOfCodes(codes);
    return 0.5 * torch::cdist(shares, shares, /*p=*/1.0);
}

std::vector<double> nearestOf(const torch::Tensor& distances) {
    const auto distance = distances.accessor<double, 2>();
    std::vector<double> nearest;
    for (std::int64_t clip = 0; clip < distances.size(0); ++clip) {
        double least = std::numeric_limits<double>::infinity();
        for (std::int64_t other = 0; other < distances.size(0); ++other) {
            least = other == clip ? least : std::min(least, distance[clip][other]);
        }
        nearest.push_back(distances.size(0) > 1 ? least : std::numeric_limits<double>::quiet_NaN());
    }
    return nearest;
}

Json shareOfDuplicates(const std::vector<double>& nearest) {
    if (nearest.size() < 2) {
        return {};
    }
    const auto equal = std::count_if(nearest.begin(), nearest.end(), [](double value) { return value < equalBelow; });
    return static_cast<double>(equal) / static_cast<double>(nearest.size());
}

Json meanWhere(const torch::Tensor& distances, const torch::Tensor& pairs) {
    return pairs.any().item<bool>() ? Json(distances.masked_select(pairs).mean().item<double>()) : Json();
}

}  // namespace

Json diversityMetrics(const torch::Tensor& codes, std::int64_t groupSize) {
    const torch::Tensor distances = distancesOf(codes);
    const torch::Tensor pairs = torch::ones_like(distances, torch::kBool).triu(1);
    Json metrics = {{"rollouts/diversity", meanWhere(distances, pairs)},
                    {"rollouts/duplicates", shareOfDuplicates(nearestOf(distances))}};
    if (groupSize > 1) {
        const torch::Tensor group = torch::floor_divide(torch::arange(codes.size(0)), groupSize);
        metrics["rollouts/diversity_within_prompt"] =
            meanWhere(distances, pairs & (group.unsqueeze(0) == group.unsqueeze(1)));
    }
    return metrics;
}

std::vector<double> nearestDistances(const torch::Tensor& codes) {
    return nearestOf(distancesOf(codes));
}

}  // namespace musicrl
