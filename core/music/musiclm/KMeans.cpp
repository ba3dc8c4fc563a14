// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/KMeans.h"

#include "base/Error.h"

#include <algorithm>
#include <string>
#include <vector>

namespace musicrl {
namespace {

/// [n, V], less each point's own squared norm, which no comparison between centres needs.
torch::Tensor relativeDistances(const torch::Tensor& points, const torch::Tensor& centres) {
    return centres.square().sum(1) - 2.0 * torch::matmul(points, centres.t());
}

torch::Tensor plusPlusStart(const torch::Tensor& points, std::int64_t count, at::Generator& generator) {
    std::vector<torch::Tensor> centres;
    torch::Tensor distance = torch::ones({points.size(0)}, points.options().dtype(torch::kFloat64));
    for (std::int64_t i = 0; i < count; ++i) {
        const bool allTaken = distance.sum().item<double>() <= 0.0;
        const torch::Tensor weights = allTaken ? torch::ones_like(distance) : distance;
        const torch::Tensor chosen = torch::multinomial(weights.cpu(), 1, false, generator).to(points.device());
        centres.push_back(points.index_select(0, chosen));
        const torch::Tensor toNewest = (points - centres.back()).square().sum(1).to(torch::kFloat64);
        distance = i == 0 ? toNewest : torch::minimum(distance, toNewest);
    }
    return torch::cat(centres);
}

}  // namespace

torch::Tensor nearestCentre(const torch::Tensor& points, const torch::Tensor& centres) {
    constexpr std::int64_t block = 16384;
    std::vector<torch::Tensor> parts;
    for (std::int64_t from = 0; from < points.size(0); from += block) {
        parts.push_back(relativeDistances(points.slice(0, from, from + block), centres).argmin(1));
    }
    return parts.empty() ? torch::empty({0}, points.options().dtype(torch::kLong)) : torch::cat(parts);
}

torch::Tensor kMeans(const torch::Tensor& points, std::int64_t count, int iterations, at::Generator generator) {
    if (points.size(0) < count) {
        throw Error(ErrorKind::BadInput, "There are " + std::to_string(points.size(0)) + " frames to find " +
                                             std::to_string(count) + " clusters in. Use more audio or fewer clusters.");
    }
    const torch::NoGradGuard noGrad;
    torch::Tensor centres = plusPlusStart(points, count, generator);
    for (int i = 0; i < iterations; ++i) {
        const torch::Tensor own = nearestCentre(points, centres);
        const torch::Tensor sizes = torch::bincount(own, {}, count).to(points.dtype());
        const torch::Tensor sums = torch::zeros_like(centres).index_add_(0, own, points);
        const torch::Tensor empty = sizes.eq(0).nonzero().flatten();
        const torch::Tensor distance = (points - centres.index_select(0, own)).square().sum(1);
        centres = sums / sizes.clamp_min(1.0).unsqueeze(1);
        if (empty.numel() > 0) {
            const torch::Tensor furthest = std::get<1>(distance.topk(std::min(empty.numel(), points.size(0))));
            centres.index_copy_(0, empty, points.index_select(0, furthest));
        }
    }
    return centres;
}

}  // namespace musicrl
