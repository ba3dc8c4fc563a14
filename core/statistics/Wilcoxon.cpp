// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Wilcoxon.h"

#include "base/Error.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace musicrl {
namespace {

/// Twice the mean ranks, so that they are whole; positive or negative as the differences are, 0 for zeros.
std::vector<std::int64_t> doubledSignedRanks(std::span<const double> differences) {
    std::vector<std::size_t> order(differences.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto magnitude = [&](std::size_t index) { return std::abs(differences[index]); };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return magnitude(a) < magnitude(b); });
    std::vector<std::int64_t> ranks(differences.size(), 0);
    for (std::size_t first = 0, end = 0; first < order.size(); first = end) {
        while (end < order.size() && magnitude(order[end]) == magnitude(order[first])) {
            ++end;
        }
        const auto doubledMeanRank = static_cast<std::int64_t>(first + 1 + end);
        for (std::size_t i = first; i < end; ++i) {
            const double difference = differences[order[i]];
            ranks[order[i]] = difference > 0.0 ? doubledMeanRank : difference < 0.0 ? -doubledMeanRank : 0;
        }
    }
    return ranks;
}

struct Tails {
    double atMost = 0.0;   ///< P(W+ <= w)
    double atLeast = 0.0;  ///< P(W+ >= w)
};

/// By adding one rank after the other to the distribution of their sum.
Tails exactTails(const std::vector<std::int64_t>& signedRanks, std::int64_t doubledPositive) {
    std::vector<double> probability{1.0};  // of each doubled sum
    for (const std::int64_t signedRank : signedRanks) {
        const auto rank = static_cast<std::size_t>(std::abs(signedRank));
        if (rank == 0) {
            continue;
        }
        std::vector<double> next(probability.size() + rank, 0.0);
        for (std::size_t sum = 0; sum < probability.size(); ++sum) {
            next[sum] += 0.5 * probability[sum];
            next[sum + rank] += 0.5 * probability[sum];
        }
        probability = std::move(next);
    }
    const auto observed = probability.begin() + doubledPositive;
    return {std::accumulate(probability.begin(), observed + 1, 0.0), std::accumulate(observed, probability.end(), 0.0)};
}

Tails normalTails(double z) {
    const boost::math::normal standard;
    return {boost::math::cdf(standard, z), boost::math::cdf(boost::math::complement(standard, z))};
}

double pValueOf(const Tails& tails, Alternative alternative) {
    switch (alternative) {
        case Alternative::Greater:
            return tails.atLeast;
        case Alternative::Less:
            return tails.atMost;
        case Alternative::TwoSided:
            break;
    }
    return std::min(1.0, 2.0 * std::min(tails.atMost, tails.atLeast));
}

}  // namespace

WilcoxonResult wilcoxonSignedRank(std::span<const double> differences, Alternative alternative,
                                  std::int64_t mostForExact) {
    if (!std::all_of(differences.begin(), differences.end(), [](double value) { return std::isfinite(value); })) {
        throw Error(ErrorKind::BadInput, "Wilcoxon's test needs finite differences: leave out pairs without a value.");
    }
    const std::vector<std::int64_t> ranks = doubledSignedRanks(differences);
    std::int64_t positive = 0;
    std::int64_t negative = 0;
    double variance = 0.0;
    WilcoxonResult result;
    for (const std::int64_t rank : ranks) {
        positive += std::max<std::int64_t>(rank, 0);
        negative += std::max<std::int64_t>(-rank, 0);
        variance += static_cast<double>(rank * rank) / 16.0;  // a rank counts or not, with a chance of a half
        (rank == 0 ? result.zeros : result.nonZero) += 1;
    }
    result.positiveRankSum = static_cast<double>(positive) / 2.0;
    result.negativeRankSum = static_cast<double>(negative) / 2.0;
    result.exact = result.nonZero <= mostForExact;
    if (result.nonZero == 0) {
        result.z = std::numeric_limits<double>::quiet_NaN();
        return result;
    }
    result.z = (result.positiveRankSum - result.negativeRankSum) / 2.0 / std::sqrt(variance);
    result.pValue = pValueOf(result.exact ? exactTails(ranks, positive) : normalTails(result.z), alternative);
    return result;
}

}  // namespace musicrl
