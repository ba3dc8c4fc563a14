// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "statistics/ClusterBootstrap.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

std::vector<ClusterSums> normalClusters(std::size_t count, Random& random) {
    std::vector<ClusterSums> clusters;
    for (std::size_t i = 0; i < count; ++i) {
        clusters.push_back({random.normal(), 1.0});
    }
    return clusters;
}

// Of n clusters there are n^n equally likely resamples: for four, 256, whose quantiles can be read off.
TEST(ClusterBootstrap, agreesWithAllResamplesOfAFewClusters) {
    const std::vector<ClusterSums> clusters = {{1.0, 1.0}, {6.0, 2.0}, {9.0, 3.0}, {20.0, 4.0}};
    std::vector<double> ratios;
    for (unsigned draw = 0; draw < 256; ++draw) {
        ClusterSums sum;
        for (unsigned place = 0; place < 4; ++place) {
            const ClusterSums& drawn = clusters[draw >> (2 * place) & 3U];
            sum.numerator += drawn.numerator;
            sum.denominator += drawn.denominator;
        }
        ratios.push_back(sum.numerator / sum.denominator);
    }
    std::sort(ratios.begin(), ratios.end());
    const Estimate found = clusteredRatio(
        clusters, {.replicates = 40000, .confidence = 0.7, .seed = 5, .limits = IntervalLimits::Percentile});
    EXPECT_DOUBLE_EQ(found.value, 36.0 / 10.0);
    EXPECT_NEAR(found.interval.low, ratios[38], 1e-12);
    EXPECT_NEAR(found.interval.high, ratios[217], 1e-12);
}

TEST(ClusterBootstrap, comesToTheNormalIntervalForManyClusters) {
    Random random(2);
    const std::vector<ClusterSums> clusters = normalClusters(400, random);
    double mean = 0.0;
    double square = 0.0;
    for (const ClusterSums& cluster : clusters) {
        mean += cluster.numerator / 400.0;
        square += cluster.numerator * cluster.numerator / 400.0;
    }
    const double standardError = std::sqrt((square - mean * mean) / 400.0);
    const Estimate found = clusteredRatio(clusters, {.replicates = 20000, .confidence = 0.95, .seed = 1});
    EXPECT_NEAR(found.value, mean, 1e-12);
    EXPECT_NEAR(found.interval.low, mean - 1.96 * standardError, 0.05 * standardError);
    EXPECT_NEAR(found.interval.high, mean + 1.96 * standardError, 0.05 * standardError);
}

// Hesterberg, "What teachers should know about the bootstrap", 2015: for a mean of 10 the expanded percentile is 0.0086
// in place of 0.025: Φ(−√(10 / 9) · 2.262157), R 4.2.2's pnorm() giving 0.00855.
TEST(ClusterBootstrap, goesFurtherOutForFewClusters) {
    Random random(6);
    const std::vector<ClusterSums> clusters = normalClusters(10, random);
    const Interval expanded = clusteredRatio(clusters, {.replicates = 20000}).interval;
    const Interval plain =
        clusteredRatio(clusters,
                       {.replicates = 20000, .confidence = 1.0 - 2.0 * 0.008551, .limits = IntervalLimits::Percentile})
            .interval;
    EXPECT_NEAR(expanded.low, plain.low, 1e-3);
    EXPECT_NEAR(expanded.high, plain.high, 1e-3);
}

TEST(ClusterBootstrap, coversTheTruthWithFewClusters) {
    Random random(8);
    int covered = 0;
    for (std::uint64_t trial = 0; trial < 600; ++trial) {
        const Interval interval =
            clusteredRatio(normalClusters(8, random), {.replicates = 400, .seed = trial}).interval;
        covered += interval.low <= 0.0 && interval.high >= 0.0 ? 1 : 0;
    }
    EXPECT_NEAR(covered / 600.0, 0.95, 0.025);
}

TEST(ClusterBootstrap, coversTheTruthAsOftenAsItSays) {
    Random random(7);
    int covered = 0;
    for (std::uint64_t trial = 0; trial < 400; ++trial) {
        const Interval interval =
            clusteredRatio(normalClusters(60, random), {.replicates = 300, .confidence = 0.9, .seed = trial}).interval;
        covered += interval.low <= 0.0 && interval.high >= 0.0 ? 1 : 0;
    }
    EXPECT_NEAR(covered / 400.0, 0.9, 0.05);
}

TEST(ClusterBootstrap, learnsNothingFromCopiesWithinACluster) {
    Random random(3);
    const std::vector<ClusterSums> once = normalClusters(20, random);
    std::vector<ClusterSums> thrice = once;
    for (ClusterSums& cluster : thrice) {
        cluster = {3.0 * cluster.numerator, 3.0 * cluster.denominator};
    }
    const Estimate a = clusteredRatio(once, {});
    const Estimate b = clusteredRatio(thrice, {});
    EXPECT_NEAR(a.interval.low, b.interval.low, 1e-12);
    EXPECT_NEAR(a.interval.high, b.interval.high, 1e-12);
}

TEST(ClusterBootstrap, repeatsItselfForTheSameSeed) {
    Random random(4);
    const std::vector<ClusterSums> clusters = normalClusters(30, random);
    EXPECT_EQ(clusteredRatio(clusters, {.seed = 8}).interval.low, clusteredRatio(clusters, {.seed = 8}).interval.low);
    EXPECT_NE(clusteredRatio(clusters, {.seed = 8}).interval.low, clusteredRatio(clusters, {.seed = 9}).interval.low);
}

TEST(ClusterBootstrap, saysWhenThereIsNoInterval) {
    const std::vector<ClusterSums> one = {{3.0, 4.0}};
    EXPECT_EQ(clusteredRatio(one, {}).value, 0.75);
    EXPECT_TRUE(std::isnan(clusteredRatio(one, {}).interval.low));
    const std::vector<ClusterSums> undecided = {{0.0, 0.0}, {0.0, 0.0}};
    EXPECT_TRUE(std::isnan(clusteredRatio(undecided, {}).value));
    EXPECT_TRUE(std::isnan(clusteredRatio(undecided, {}).interval.high));
}

TEST(ClusterBootstrap, countsOnlyClustersThatTellSomething) {
    Random random(12);
    const std::vector<ClusterSums> telling = normalClusters(9, random);
    std::vector<ClusterSums> withEmpty = telling;
    withEmpty.insert(withEmpty.begin() + 4, 30, ClusterSums{});  // prompts with ties alone
    EXPECT_EQ(clusteredRatio(withEmpty, {}).interval.low, clusteredRatio(telling, {}).interval.low);
    const std::vector<ClusterSums> one = {{1.0, 2.0}, {0.0, 0.0}};
    EXPECT_EQ(clusteredRatio(one, {}).value, 0.5);
    EXPECT_TRUE(std::isnan(clusteredRatio(one, {}).interval.low));
}

TEST(ClusterBootstrap, claimsNoCertaintyWhereNothingVaries) {
    const std::vector<ClusterSums> alike(20, ClusterSums{2.0, 3.0});  // two of three votes on every prompt
    const Estimate found = clusteredRatio(alike, {});
    EXPECT_DOUBLE_EQ(found.value, 2.0 / 3.0);
    EXPECT_TRUE(std::isnan(found.interval.low));
    EXPECT_TRUE(std::isnan(found.interval.high));
}

// R 4.2.2: t.test(c(3, 5, 4.5, 2, 6))$conf.int
TEST(ClusterBootstrap, isStudentsTForVeryFewClusters) {
    const std::vector<ClusterSums> clusters = {{3.0, 1.0}, {5.0, 1.0}, {4.5, 1.0}, {2.0, 1.0}, {6.0, 1.0}};
    const Interval found = clusteredRatio(clusters, {.replicates = 100000}).interval;
    EXPECT_NEAR(found.low, 2.1172216, 0.02);
    EXPECT_NEAR(found.high, 6.0827784, 0.02);
}

TEST(ClusterBootstrap, leavesOutReplicatesWithoutAValue) {
    // Of ten clusters only the first gives the statistic a value, so that a third of all resamples have none.
    const auto statistics = [](std::span<const double> multiplicities) {
        const double drawn = multiplicities[0];
        return std::vector<double>{drawn > 0.0 ? drawn : std::nan("")};
    };
    const Interval interval = clusterIntervals(10, statistics, {}).front();
    EXPECT_EQ(interval.low, 1.0);
    EXPECT_GT(interval.high, 2.0);
}

}  // namespace
}  // namespace musicrl
