// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/ClusterBootstrap.h"

#include "base/Random.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace musicrl {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

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
    if (clusterCount < 2 || 2 * static_cast<std::int64_t>(replicates.size()) <= config.replicates) {
        return {nan, nan};
    }
    std::sort(replicates.begin(), replicates.end());
    const double outside = shareOutside(clusterCount, config);
    return {quantile(replicates, outside), quantile(replicates, 1.0 - outside)};
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

std::vector<Interval> clusterIntervals(std::size_t clusterCount, const ClusterStatistics& statistics,
                                       const BootstrapConfig& config) {
    std::vector<Interval> intervals;
    for (std::vector<double>& values : clusterReplicates(clusterCount, statistics, config)) {
        intervals.push_back(percentileInterval(std::move(values), clusterCount, config));
    }
    return intervals;
}

Estimate clusteredRatio(std::span<const ClusterSums> clusters, const BootstrapConfig& config) {
    const std::vector<double> once(clusters.size(), 1.0);
    const auto statistics = [&](std::span<const double> multiplicities) {
        return std::vector<double>{ratioOf(clusters, multiplicities)};
    };
    return {ratioOf(clusters, once), clusterIntervals(clusters.size(), statistics, config).front()};
}

}  // namespace musicrl
