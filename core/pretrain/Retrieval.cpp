// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/Retrieval.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace musicrl {
namespace {

double logChoose(std::int64_t n, std::int64_t k) {
    if (k < 0 || k > n) {
        return -std::numeric_limits<double>::infinity();
    }
    const auto logFactorial = [](std::int64_t m) { return std::lgamma(static_cast<double>(m) + 1.0); };
    return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

std::vector<double> ranks(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> result(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) {
            ++end;
        }
        for (std::size_t i = begin; i < end; ++i) {
            result[order[i]] = 0.5 * static_cast<double>(begin + end - 1);
        }
        begin = end;
    }
    return result;
}

}  // namespace

double chanceToComeFirst(std::int64_t better, std::int64_t others, std::int64_t drawn, std::int64_t within) {
    double chance = 0.0;
    for (std::int64_t above = 0; above < within; ++above) {
        chance +=
            std::exp(logChoose(better, above) + logChoose(others - better, drawn - above) - logChoose(others, drawn));
    }
    return std::min(1.0, chance);
}

double retrievalShare(const torch::Tensor& cosines, std::int64_t candidates, std::int64_t within) {
    const std::int64_t clips = cosines.size(0);
    const torch::Tensor better = (cosines >= cosines.diagonal().unsqueeze(1)).sum(1) - 1;
    double sum = 0.0;
    for (std::int64_t i = 0; i < clips; ++i) {
        sum += chanceToComeFirst(better[i].item<std::int64_t>(), clips - 1, candidates - 1, within);
    }
    return sum / static_cast<double>(clips);
}

double rankCorrelation(const std::vector<double>& a, const std::vector<double>& b) {
    const std::vector<double> rankA = ranks(a);
    const std::vector<double> rankB = ranks(b);
    const double mean = 0.5 * (static_cast<double>(a.size()) - 1.0);
    double together = 0.0;
    double aloneA = 0.0;
    double aloneB = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        together += (rankA[i] - mean) * (rankB[i] - mean);
        aloneA += (rankA[i] - mean) * (rankA[i] - mean);
        aloneB += (rankB[i] - mean) * (rankB[i] - mean);
    }
    return together / std::sqrt(aloneA * aloneB);
}

}  // namespace musicrl
