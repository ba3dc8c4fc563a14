// SPDX-License-Identifier: GPL-3.0-or-later
#include "embedding/mulan/EmbeddingQuantizer.h"

#include "base/Random.h"

namespace musicrl {
namespace {

constexpr int lloydRounds = 25;

torch::Tensor squaredDistances(const torch::Tensor& vectors, const torch::Tensor& centres) {
    return vectors.square().sum(1, true) - 2.0 * vectors.matmul(centres.t()) + centres.square().sum(1).unsqueeze(0);
}

/// An index drawn with probability proportional to the weights.
std::int64_t drawIndex(const torch::Tensor& weights, Random& random) {
    const torch::Tensor cumulative = weights.to(torch::kFloat64).cumsum(0);
    const double total = cumulative[-1].item<double>();
    if (total <= 0.0) {
        return static_cast<std::int64_t>(random.index(static_cast<std::size_t>(weights.size(0))));
    }
    const auto below = (cumulative <= random.uniform() * total).sum().item<std::int64_t>();
    return std::min(below, weights.size(0) - 1);
}

torch::Tensor spreadStart(const torch::Tensor& vectors, std::int64_t count, Random& random) {
    torch::Tensor nearest = torch::ones({vectors.size(0)});
    std::vector<torch::Tensor> centres;
    for (std::int64_t i = 0; i < count; ++i) {
        const torch::Tensor chosen = vectors[drawIndex(nearest, random)];
        const torch::Tensor distance = (vectors - chosen).square().sum(1);
        nearest = i == 0 ? distance : torch::minimum(nearest, distance);
        centres.push_back(chosen);
    }
    return torch::stack(centres);
}

torch::Tensor kMeans(const torch::Tensor& vectors, std::int64_t count, Random& random) {
    torch::Tensor centres = spreadStart(vectors, count, random);
    for (int round = 0; round < lloydRounds; ++round) {
        const torch::Tensor nearest = squaredDistances(vectors, centres).argmin(1);
        const torch::Tensor members = torch::zeros({count}).index_add(0, nearest, torch::ones({vectors.size(0)}));
        const torch::Tensor sums = torch::zeros_like(centres).index_add(0, nearest, vectors);
        const torch::Tensor means = sums / members.clamp_min(1.0).unsqueeze(1);
        centres = torch::where((members > 0).unsqueeze(1), means, centres);
    }
    return centres;
}

}  // namespace

torch::Tensor fitResidualCodebooks(const torch::Tensor& vectors, std::int64_t levels, std::int64_t vocabulary,
                                   std::uint64_t seed) {
    const torch::NoGradGuard noGradients;
    torch::Tensor residual = vectors.to(torch::kCPU, torch::kFloat32).clone();
    std::vector<torch::Tensor> codebooks;
    for (std::int64_t level = 0; level < levels; ++level) {
        Random random(deriveSeed(seed, "residual codebook", static_cast<std::uint64_t>(level)));
        const torch::Tensor centres = kMeans(residual, vocabulary, random);
        residual = residual - centres.index_select(0, squaredDistances(residual, centres).argmin(1));
        codebooks.push_back(centres);
    }
    return torch::stack(codebooks);
}

torch::Tensor residualCodes(const torch::Tensor& vectors, const torch::Tensor& codebooks) {
    torch::Tensor residual = vectors.to(codebooks.dtype());
    std::vector<torch::Tensor> codes;
    for (const torch::Tensor& centres : codebooks.unbind(0)) {
        codes.push_back(squaredDistances(residual, centres).argmin(1));
        residual = residual - centres.index_select(0, codes.back());
    }
    return torch::stack(codes, 1);
}

torch::Tensor vectorsFromResidualCodes(const torch::Tensor& codes, const torch::Tensor& codebooks) {
    torch::Tensor sum = torch::zeros({codes.size(0), codebooks.size(2)}, codebooks.options());
    for (std::int64_t level = 0; level < codes.size(1); ++level) {
        sum += codebooks[level].index_select(0, codes.select(1, level));
    }
    return sum;
}

}  // namespace musicrl
