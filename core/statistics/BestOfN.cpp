// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/BestOfN.h"

#include "base/Error.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace musicrl {
namespace {

/// The values from the lowest score to the highest, those of equal scores replaced by their mean.
std::vector<double> byRank(const std::vector<double>& scores, const std::vector<double>& values) {
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
    std::vector<double> ranked(scores.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        double sum = 0.0;
        while (end < order.size() && scores[order[end]] == scores[order[begin]]) {
            sum += values[order[end++]];
        }
        const auto from = ranked.begin() + static_cast<std::ptrdiff_t>(begin);
        std::fill(from, ranked.begin() + static_cast<std::ptrdiff_t>(end), sum / static_cast<double>(end - begin));
        begin = end;
    }
    return ranked;
}

}  // namespace

double bestOfKlNats(std::int64_t n) {
    if (n < 1) {
        throw Error(ErrorKind::BadInput,
                    "The best of " + std::to_string(n) + " cannot be taken: at least 1 is needed.");
    }
    const auto draws = static_cast<double>(n);
    return std::log(draws) - (draws - 1.0) / draws;
}

std::vector<double> expectedBestOf(const std::vector<double>& scores, const std::vector<double>& values) {
    if (scores.empty() || values.size() != scores.size()) {
        throw Error(ErrorKind::BadInput, "The best of " + std::to_string(scores.size()) + " scores with " +
                                             std::to_string(values.size()) + " values cannot be taken.");
    }
    if (std::any_of(scores.begin(), scores.end(), [](double score) { return std::isnan(score); })) {
        throw Error(ErrorKind::BadInput, "The best of some scores cannot be taken: one of them is not a number.");
    }
    const std::vector<double> ranked = byRank(scores, values);
    const std::size_t draws = ranked.size();
    std::vector<double> expected;
    for (std::size_t n = 1; n <= draws; ++n) {
        double weight = static_cast<double>(n) / static_cast<double>(draws);  // of the highest; no binomial overflows
        double sum = 0.0;
        for (std::size_t rank = draws; rank >= n; --rank) {
            sum += weight * ranked[rank - 1];
            weight *= static_cast<double>(rank - n) / static_cast<double>(std::max<std::size_t>(rank - 1, 1));
        }
        expected.push_back(sum);
    }
    return expected;
}

}  // namespace musicrl
