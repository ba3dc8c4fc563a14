// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/ClusterBootstrap.h"

#include "base/Random.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <iterator>
#include <limits>

namespace musicrl {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double smallestWidth = 1e-9;  // below, replicates differ by rounding alone

void drawClusters(Random& random, std::vector<double>& multiplicities) {
    std::fill(multiplicities.begin(), multiplicities.end(), 0.0);
    for (std::size_t i = 0; i < multiplicities.size(); ++i) {
        multiplicities[random.index(multiplicities.size())] += 1.0;
    }
}

/// \param sorted  ascending, at least one
double quantile(const std::vector<double>& sorted, double probability) {
    const double position = probability * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], position - static_cast<double>(below));
}

/// The share of replicates beyond a limit, on one side.
double shareOutside(std::size_t clusterCount, const BootstrapConfig& config) {
    const double outside = (1.0 - config.confidence) / 2.0;
    if (config.limits == IntervalLimits::Percentile) {
        return outside;
    }
    const auto clusters = static_cast<double>(clusterCount);
    const double t = boost::math::quantile(boost::math::students_t(clusters - 1.0), outside);
    return boost::math::cdf(boost::math::normal(), std::sqrt(clusters / (clusters - 1.0)) * t);
}

Interval percentileInterval(std::vector<double> replicates, std::size_t clusterCount, const BootstrapConfig& config) {
    std::sort(replicates.begin(), replicates.end());
    const double outside = shareOutside(clusterCount, config);
    return {quantile(replicates, outside), quantile(replicates, 1.0 - outside)};
}

Interval studentInterval(double value, const std::vector<double>& replicates, std::size_t clusterCount,
                         const BootstrapConfig& config) {
    const double degrees = static_cast<double>(clusterCount) - 1.0;
    const boost::math::students_t student(degrees);
    const double reach = boost::math::quantile(student, 0.5 + config.confidence / 2.0) *
                         std::sqrt(clusterVariance(replicates, clusterCount));
    return {value - reach, value + reach};
}

Interval intervalFrom(double value, const std::vector<double>& replicates, std::size_t clusterCount,
                      const BootstrapConfig& config) {
    if (clusterCount < 2 || 2 * static_cast<std::int64_t>(replicates.size()) <= config.replicates) {
        return {nan, nan};
    }
    const bool isPercentile = clusterCount >= clustersForPercentiles || config.limits == IntervalLimits::Percentile;
    const Interval interval = isPercentile ? percentileInterval(replicates, clusterCount, config)
                                           : studentInterval(value, replicates, clusterCount, config);
    const bool hasWidth = interval.high - interval.low > smallestWidth * std::max(1.0, std::abs(value));
    return hasWidth ? interval : Interval{nan, nan};
}

double ratioOf(std::span<const ClusterSums> clusters, std::span<const double> multiplicities) {
    ClusterSums all;
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        all.numerator += multiplicities[i] * clusters[i].numerator;
        all.denominator += multiplicities[i] * clusters[i].denominator;
    }
    return all.denominator > 0.0 ? all.numerator / all.denominator : nan;
}

}  // namespace

std::vector<std::vector<double>> clusterReplicates(std::size_t clusterCount, const ClusterStatistics& statistics,
                                                   const BootstrapConfig& config) {
    std::vector<double> multiplicities(clusterCount, 1.0);
    std::vector<std::vector<double>> replicates(statistics(multiplicities).size());
    if (clusterCount < 2) {
        return replicates;
    }
    Random random(deriveSeed(config.seed, "bootstrap"));
    for (std::int64_t replicate = 0; replicate < config.replicates; ++replicate) {
        drawClusters(random, multiplicities);
        const std::vector<double> values = statistics(multiplicities);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (std::isfinite(values[i])) {
                replicates[i].push_back(values[i]);
            }
        }
    }
    return replicates;
}

double clusterVariance(std::span<const double> replicates, std::size_t clusterCount) {
    double sum = 0.0;
    double square = 0.0;
    for (const double value : replicates) {
        sum += value - replicates.front();
        square += (value - replicates.front()) * (value - replicates.front());
    }
    const auto count = static_cast<double>(replicates.size());
    const auto clusters = static_cast<double>(clusterCount);
    return std::max(0.0, square / count - sum / count * sum / count) * clusters / (clusters - 1.0);
}

std::vector<Interval> clusterIntervals(std::size_t clusterCount, const ClusterStatistics& statistics,
                                       const BootstrapConfig& config) {
    const std::vector<double> values = statistics(std::vector<double>(clusterCount, 1.0));
    const std::vector<std::vector<double>> replicates = clusterReplicates(clusterCount, statistics, config);
    std::vector<Interval> intervals;
    for (std::size_t i = 0; i < values.size(); ++i) {
        intervals.push_back(intervalFrom(values[i], replicates[i], clusterCount, config));
    }
    return intervals;
}

Estimate clusteredRatio(std::span<const ClusterSums> clusters, const BootstrapConfig& config) {
    std::vector<ClusterSums> telling;
    std::copy_if(clusters.begin(), clusters.end(), std::back_inserter(telling),
                 [](const ClusterSums& sums) { return sums.denominator > 0.0; });
    const std::vector<double> once(telling.size(), 1.0);
    const auto statistics = [&](std::span<const double> multiplicities) {
        return std::vector<double>{ratioOf(telling, multiplicities)};
    };
    return {ratioOf(telling, once), clusterIntervals(telling.size(), statistics, config).front()};
}

}  // namespace musicrl
