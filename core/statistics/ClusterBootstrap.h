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

/// Where an interval ends.
enum class IntervalLimits {
    Percentile,          ///< at the quantiles of the replicates: too narrow for few clusters
    ExpandedPercentile,  ///< further out, as far as Student's t is beyond the normal distribution for so many clusters;
                         ///< for fewer than eight, by Student's t itself
};

struct BootstrapConfig {
    std::int64_t replicates = 2000;
    double confidence = 0.95;
    std::uint64_t seed = 1;
    IntervalLimits limits = IntervalLimits::ExpandedPercentile;
};

/// Statistics of resampled data. \param multiplicities  how often each cluster was drawn, in order of the clusters
using ClusterStatistics = std::function<std::vector<double>(std::span<const double> multiplicities)>;

/// With fewer clusters, quantiles say little: of n alike clusters a plain percentile interval holds the truth in no
/// more than 1 − 2^(1 − n) of all cases.
constexpr std::size_t clustersForPercentiles = 8;

/// Intervals from resampling whole clusters: what was judged of one prompt hangs together, so prompts are drawn with
/// replacement, not judgements.
///
/// Limits are quantiles of the replicates (linear between order statistics). The plain ones cover too little with few
/// clusters, as an interval of a mean would with 1.96 instead of Student's t and with 1/n instead of 1/(n - 1);
/// expanded ones, the default, make up for both: they leave out Φ(−√(n / (n − 1)) · t(n − 1)) on each side. Below eight
/// clusters too little is left there to count, and they are value ± t(n − 1) · √V, with V as of clusterVariance.
///
/// Replicates in which a statistic is not finite are left out of its interval. There is none (NaN) without two
/// clusters, when half of the replicates are left out, or when all come to the same: then the data show no variation,
/// which is no proof that there is none. The same seed gives the same intervals.
///
/// \param clusterCount  how many clusters there are that tell something of the statistics
/// \return              an interval for each of the statistics
/// \see Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13; Davison and Hinkley, "Bootstrap
///      Methods and their Application", 1997, section 3.8 (resampling clusters); Hesterberg, "What teachers should know
///      about the bootstrap", 2015, section 5.2 (expanded percentiles)
[[nodiscard]] std::vector<Interval> clusterIntervals(std::size_t clusterCount, const ClusterStatistics& statistics,
                                                     const BootstrapConfig& config);

/// What a statistic came to in each resample, those left out in which it is not finite.
/// \return  for each of the statistics; empty with fewer than two clusters
[[nodiscard]] std::vector<std::vector<double>> clusterReplicates(std::size_t clusterCount,
                                                                 const ClusterStatistics& statistics,
                                                                 const BootstrapConfig& config);

/// The variance that replicates show, times n / (n − 1): a bootstrap divides by n where n − 1 would be unbiased.
/// \param replicates  at least one
[[nodiscard]] double clusterVariance(std::span<const double> replicates, std::size_t clusterCount);

/// What a ratio of sums needs of one cluster: scores and their count, or wins and decisive comparisons.
struct ClusterSums {
    double numerator = 0.0;
    double denominator = 0.0;
};

/// The sum of the numerators over the sum of the denominators, such as a mean score or a win rate, with its interval.
/// Clusters with a denominator of 0, such as prompts with ties alone, tell nothing and are not counted as clusters.
[[nodiscard]] Estimate clusteredRatio(std::span<const ClusterSums> clusters, const BootstrapConfig& config);

}  // namespace musicrl
