// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace musicrl {

struct Interval {
    double low = 0.0;
    double high = 0.0;
};

struct Estimate {
    double value = 0.0;
    Interval interval;  ///< NaN on both sides when the data give none
};

struct BootstrapConfig {
    std::int64_t replicates = 2000;
    double confidence = 0.95;
    std::uint64_t seed = 1;
};

/// Statistics of resampled data. \param multiplicities  how often each cluster was drawn, in order of the clusters
using ClusterStatistics = std::function<std::vector<double>(std::span<const double> multiplicities)>;

/// Percentile intervals from resampling whole clusters: what was judged of one prompt hangs together, so prompts are
/// drawn with replacement, not judgements.
///
/// Limits are the quantiles of the replicates (linear between order statistics). Replicates in which a statistic is not
/// finite are left out of its interval; without two clusters, or when half of the replicates are left out, there is
/// none (NaN). The same seed gives the same intervals.
///
/// \param clusterCount  how many clusters there are
/// \return              an interval for each of the statistics
/// \see Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13; Davison and Hinkley, "Bootstrap
///      Methods and their Application", 1997, section 3.8 (resampling clusters)
[[nodiscard]] std::vector<Interval> clusterIntervals(std::size_t clusterCount, const ClusterStatistics& statistics,
                                                     const BootstrapConfig& config);

/// What a ratio of sums needs of one cluster: scores and their count, or wins and decisive comparisons.
struct ClusterSums {
    double numerator = 0.0;
    double denominator = 0.0;
};

/// The sum of the numerators over the sum of the denominators, such as a mean score or a win rate, with its interval.
[[nodiscard]] Estimate clusteredRatio(std::span<const ClusterSums> clusters, const BootstrapConfig& config);

}  // namespace musicrl
