// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/CrossedBootstrap.h"

#include "statistics/Binomial.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace musicrl {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double smallestError = 1e-9;  // below, replicates differ by rounding alone

/// The cluster of each judgement, from 0 without gaps.
struct Clusters {
    std::vector<std::size_t> ofJudgement;
    std::size_t count = 0;
};

template <typename Key>
Clusters clustersOf(const std::vector<Key>& keys) {
    std::map<Key, std::size_t> numbers;
    Clusters clusters;
    for (const Key& key : keys) {
        clusters.ofJudgement.push_back(numbers.emplace(key, numbers.size()).first->second);
    }
    clusters.count = numbers.size();
    return clusters;
}

Clusters cellsOf(const Crossing& crossing) {
    std::vector<std::pair<std::size_t, std::size_t>> cells;
    for (std::size_t i = 0; i < crossing.prompts.size(); ++i) {
        cells.emplace_back(crossing.prompts[i], crossing.raters[i]);
    }
    return clustersOf(cells);
}

ClusterStatistics ofClusters(const Clusters& clusters, const WeightedStatistics& statistics) {
    return [&clusters, &statistics, weights = std::vector<double>(clusters.ofJudgement.size())](
               std::span<const double> multiplicities) mutable {
        for (std::size_t i = 0; i < weights.size(); ++i) {
            weights[i] = multiplicities[clusters.ofJudgement[i]];
        }
        return statistics(weights);
    };
}

/// A variance and its degrees of freedom; NaN where it is not known.
struct Variance {
    double value = nan;
    double degrees = 0.0;
};

std::vector<Variance> variancesOf(const Clusters& clusters, const WeightedStatistics& statistics,
                                  const BootstrapConfig& config) {
    std::vector<Variance> variances;
    for (const auto& values : clusterReplicates(clusters.count, ofClusters(clusters, statistics), config)) {
        const bool isKnown = 2 * static_cast<std::int64_t>(values.size()) > config.replicates;
        variances.push_back(
            isKnown ? Variance{clusterVariance(values, clusters.count), static_cast<double>(clusters.count) - 1.0}
                    : Variance{});
    }
    return variances;
}

double share(const Variance& variance) {
    return variance.value * variance.value / variance.degrees;
}

/// By how much a value may be off, as Student's t has it.
Variance bothWays(double value, const Variance& prompts, const Variance& raters, const Variance& cells) {
    const double both = prompts.value + raters.value - cells.value;
    const bool ratersAdd = both > prompts.value;  // false when raters tell nothing, too
    const double variance = ratersAdd ? both : prompts.value;
    if (!(std::sqrt(variance) > smallestError * std::max(1.0, std::abs(value)))) {
        return {};
    }
    const double degrees =
        ratersAdd ? variance * variance / (share(prompts) + share(raters) + share(cells)) : prompts.degrees;
    return {variance, std::max(1.0, degrees)};
}

TestedEstimate testedFrom(double value, const Variance& variance, double confidence) {
    TestedEstimate tested{{value, {nan, nan}}, nan, nan, nan};
    if (!std::isfinite(value) || !(variance.value > 0.0)) {
        return tested;
    }
    const double error = std::sqrt(variance.value);
    const boost::math::students_t student(variance.degrees);
    const double reach = boost::math::quantile(student, 0.5 + confidence / 2.0) * error;
    tested.estimate.interval = {value - reach, value + reach};
    tested.t = value / error;
    tested.degrees = variance.degrees;
    tested.pValue = 2.0 * boost::math::cdf(boost::math::complement(student, std::abs(tested.t)));
    return tested;
}

std::vector<TestedEstimate> byBoth(const Crossing& crossing, const WeightedStatistics& statistics,
                                   const BootstrapConfig& config) {
    const std::vector<double> values = statistics(std::vector<double>(crossing.prompts.size(), 1.0));
    const std::vector<Variance> prompts = variancesOf(clustersOf(crossing.prompts), statistics, config);
    const std::vector<Variance> raters = variancesOf(clustersOf(crossing.raters), statistics, config);
    const std::vector<Variance> cells = variancesOf(cellsOf(crossing), statistics, config);
    std::vector<TestedEstimate> estimates;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Variance variance = bothWays(values[i], prompts[i], raters[i], cells[i]);
        estimates.push_back(testedFrom(values[i], variance, config.confidence));
    }
    return estimates;
}

/// Judgements that count in a ratio: prompts of which none does are no clusters of it.
struct Telling {
    Crossing crossing;
    std::vector<ClusterSums> terms;

    Telling(const Crossing& all, std::span<const ClusterSums> allTerms) {
        for (std::size_t i = 0; i < allTerms.size(); ++i) {
            if (allTerms[i].denominator > 0.0) {
                crossing.prompts.push_back(all.prompts[i]);
                crossing.raters.push_back(all.raters[i]);
                terms.push_back(allTerms[i]);
            }
        }
    }

    [[nodiscard]] std::size_t prompts() const { return clustersOf(crossing.prompts).count; }
};

ClusterSums sumOf(std::span<const ClusterSums> terms, std::span<const double> weights) {
    ClusterSums sum;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        sum.numerator += weights[i] * terms[i].numerator;
        sum.denominator += weights[i] * terms[i].denominator;
    }
    return sum;
}

double ratio(const ClusterSums& sum) {
    return sum.denominator > 0.0 ? sum.numerator / sum.denominator : nan;
}

/// Log-odds with half a success and half a failure more, so that they are finite.
double logOdds(const ClusterSums& sum) {
    return sum.denominator > 0.0 ? std::log((sum.numerator + 0.5) / (sum.denominator - sum.numerator + 0.5)) : nan;
}

double oddsShare(double logOddsValue) {
    return 1.0 / (1.0 + std::exp(-logOddsValue));
}

}  // namespace

Resampling resamplingFor(const Crossing& crossing) {
    return clustersOf(crossing.raters).count >= ratersToResample ? Resampling::PromptsAndRaters : Resampling::Prompts;
}

std::vector<Estimate> crossedEstimates(const Crossing& crossing, Resampling resampling,
                                       const WeightedStatistics& statistics, const BootstrapConfig& config) {
    if (resampling == Resampling::PromptsAndRaters) {
        std::vector<Estimate> estimates;
        for (const TestedEstimate& tested : byBoth(crossing, statistics, config)) {
            estimates.push_back(tested.estimate);
        }
        return estimates;
    }
    const std::vector<double> values = statistics(std::vector<double>(crossing.prompts.size(), 1.0));
    const Clusters prompts = clustersOf(crossing.prompts);
    const std::vector<Interval> intervals = clusterIntervals(prompts.count, ofClusters(prompts, statistics), config);
    std::vector<Estimate> estimates;
    for (std::size_t i = 0; i < values.size(); ++i) {
        estimates.push_back({values[i], intervals[i]});
    }
    return estimates;
}

Estimate crossedRatio(const Crossing& crossing, Resampling resampling, std::span<const ClusterSums> terms,
                      const BootstrapConfig& config) {
    const Telling telling(crossing, terms);
    const auto statistics = [&](std::span<const double> weights) {
        return std::vector<double>{ratio(sumOf(telling.terms, weights))};
    };
    return crossedEstimates(telling.crossing, resampling, statistics, config).front();
}

TestedEstimate crossedMean(const Crossing& crossing, Resampling resampling, std::span<const ClusterSums> terms,
                           const BootstrapConfig& config) {
    if (resampling == Resampling::Prompts) {
        return {crossedRatio(crossing, resampling, terms, config), nan, nan, nan};
    }
    const Telling telling(crossing, terms);
    const auto statistics = [&](std::span<const double> weights) {
        return std::vector<double>{ratio(sumOf(telling.terms, weights))};
    };
    return byBoth(telling.crossing, statistics, config).front();
}

Estimate crossedShare(const Crossing& crossing, Resampling resampling, std::span<const ClusterSums> terms,
                      const BootstrapConfig& config) {
    const Telling telling(crossing, terms);
    const ClusterSums all = sumOf(telling.terms, std::vector<double>(telling.terms.size(), 1.0));
    if (all.denominator > 0.0 && (all.numerator == 0.0 || all.numerator == all.denominator)) {
        const auto trials = static_cast<std::int64_t>(telling.prompts());
        return binomialTest(all.numerator > 0.0 ? trials : 0, trials, Alternative::TwoSided, 0.5, config.confidence)
            .share;
    }
    if (resampling == Resampling::Prompts) {
        const Estimate share = crossedRatio(crossing, resampling, terms, config);
        const auto within = [](double limit) { return std::isnan(limit) ? nan : std::clamp(limit, 0.0, 1.0); };
        return {share.value, {within(share.interval.low), within(share.interval.high)}};  // Student's t knows no ends
    }
    const auto statistics = [&](std::span<const double> weights) {
        return std::vector<double>{logOdds(sumOf(telling.terms, weights))};
    };
    const Interval odds = crossedEstimates(telling.crossing, resampling, statistics, config).front().interval;
    return {ratio(all), {oddsShare(odds.low), oddsShare(odds.high)}};
}

}  // namespace musicrl
