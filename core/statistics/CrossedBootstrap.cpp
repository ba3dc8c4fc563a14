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

/// A variance and what it was estimated from.
struct Variance {
    double value = nan;
    double degrees = 0.0;
};

/// Bootstraps take the variance over n where n - 1 would be unbiased.
std::vector<Variance> variancesOf(const Clusters& clusters, const WeightedStatistics& statistics,
                                  const BootstrapConfig& config) {
    std::vector<Variance> variances;
    for (const auto& values : clusterReplicates(clusters.count, ofClusters(clusters, statistics), config)) {
        const auto count = static_cast<double>(values.size());
        if (2 * static_cast<std::int64_t>(values.size()) <= config.replicates) {
            variances.push_back({});
            continue;
        }
        double sum = 0.0;
        double square = 0.0;
        for (const double value : values) {
            sum += value - values.front();
            square += (value - values.front()) * (value - values.front());
        }
        const double degrees = static_cast<double>(clusters.count) - 1.0;
        variances.push_back(
            {std::max(0.0, square / count - sum / count * sum / count) * (degrees + 1.0) / degrees, degrees});
    }
    return variances;
}

double share(const Variance& variance) {
    return variance.value * variance.value / variance.degrees;
}

Interval intervalOf(double value, const Variance& prompts, const Variance& raters, const Variance& cells,
                    double confidence) {
    const double both = prompts.value + raters.value - cells.value;
    const bool ratersAdd = both > prompts.value;  // false when raters tell nothing, too
    const double variance = ratersAdd ? both : prompts.value;
    if (!(variance > 0.0)) {
        return {nan, nan};
    }
    const double degrees =
        ratersAdd ? variance * variance / (share(prompts) + share(raters) + share(cells)) : prompts.degrees;
    const boost::math::students_t student(std::max(1.0, degrees));
    const double reach = boost::math::quantile(student, 0.5 + confidence / 2.0) * std::sqrt(variance);
    return {value - reach, value + reach};
}

std::vector<Estimate> byBoth(const Crossing& crossing, const WeightedStatistics& statistics,
                             const BootstrapConfig& config) {
    const std::vector<double> values = statistics(std::vector<double>(crossing.prompts.size(), 1.0));
    const std::vector<Variance> prompts = variancesOf(clustersOf(crossing.prompts), statistics, config);
    const std::vector<Variance> raters = variancesOf(clustersOf(crossing.raters), statistics, config);
    const std::vector<Variance> cells = variancesOf(cellsOf(crossing), statistics, config);
    std::vector<Estimate> estimates;
    for (std::size_t i = 0; i < values.size(); ++i) {
        estimates.push_back({values[i], intervalOf(values[i], prompts[i], raters[i], cells[i], config.confidence)});
    }
    return estimates;
}

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

/// Prompts of which a judgement counts.
std::int64_t promptsThatCount(const Crossing& crossing, std::span<const ClusterSums> terms) {
    std::vector<std::size_t> prompts;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (terms[i].denominator > 0.0) {
            prompts.push_back(crossing.prompts[i]);
        }
    }
    return static_cast<std::int64_t>(clustersOf(prompts).count);
}

}  // namespace

Resampling resamplingFor(const Crossing& crossing) {
    return clustersOf(crossing.raters).count >= ratersToResample ? Resampling::PromptsAndRaters : Resampling::Prompts;
}

std::vector<Estimate> crossedEstimates(const Crossing& crossing, Resampling resampling,
                                       const WeightedStatistics& statistics, const BootstrapConfig& config) {
    if (resampling == Resampling::PromptsAndRaters) {
        return byBoth(crossing, statistics, config);
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
    const auto statistics = [&](std::span<const double> weights) {
        return std::vector<double>{ratio(sumOf(terms, weights))};
    };
    return crossedEstimates(crossing, resampling, statistics, config).front();
}

Estimate crossedShare(const Crossing& crossing, Resampling resampling, std::span<const ClusterSums> terms,
                      const BootstrapConfig& config) {
    const ClusterSums all = sumOf(terms, std::vector<double>(terms.size(), 1.0));
    if (all.denominator > 0.0 && (all.numerator == 0.0 || all.numerator == all.denominator)) {
        const std::int64_t prompts = promptsThatCount(crossing, terms);
        return binomialTest(all.numerator > 0.0 ? prompts : 0, prompts, Alternative::TwoSided, 0.5, config.confidence)
            .share;
    }
    if (resampling == Resampling::Prompts) {
        return crossedRatio(crossing, resampling, terms, config);
    }
    const auto statistics = [&](std::span<const double> weights) {
        return std::vector<double>{logOdds(sumOf(terms, weights))};
    };
    const Interval odds = crossedEstimates(crossing, resampling, statistics, config).front().interval;
    return {ratio(all), {oddsShare(odds.low), oddsShare(odds.high)}};
}

}  // namespace musicrl
