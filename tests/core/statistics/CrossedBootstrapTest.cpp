// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "statistics/Binomial.h"
#include "statistics/CrossedBootstrap.h"

#include <cmath>
#include <gtest/gtest.h>
#include <map>

namespace musicrl {
namespace {

struct Votes {
    Crossing crossing;
    std::vector<ClusterSums> terms;
};

/// Every rater on every prompt.
Votes drawVotes(std::size_t prompts, std::size_t raters, double raterSpread, Random& random) {
    std::vector<double> ofRaters(raters);
    for (double& each : ofRaters) {
        each = raterSpread * random.normal();
    }
    Votes votes;
    for (std::size_t prompt = 0; prompt < prompts; ++prompt) {
        const double ofPrompt = random.normal();
        for (std::size_t rater = 0; rater < raters; ++rater) {
            votes.crossing.prompts.push_back(prompt);
            votes.crossing.raters.push_back(rater);
            votes.terms.push_back({ofPrompt + ofRaters[rater] + random.normal(), 1.0});
        }
    }
    return votes;
}

/// The variance of the mean when observations of a cluster hang together: Σ (Σ residuals)² / n², times G / (G - 1).
double clusterVariance(const Votes& votes, const std::vector<std::size_t>& clusters) {
    double mean = 0.0;
    for (const ClusterSums& term : votes.terms) {
        mean += term.numerator / static_cast<double>(votes.terms.size());
    }
    std::map<std::size_t, double> sums;
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        sums[clusters[i]] += votes.terms[i].numerator - mean;
    }
    double square = 0.0;
    for (const auto& [cluster, sum] : sums) {
        square += sum * sum;
    }
    const auto count = static_cast<double>(sums.size());
    const auto all = static_cast<double>(votes.terms.size());
    return square / (all * all) * count / (count - 1.0);
}

TEST(CrossedBootstrap, agreesWithTheTwoWayFormulaForAMean) {
    Random random(11);
    const Votes votes = drawVotes(40, 10, 1.0, random);
    std::vector<std::size_t> cells;
    for (std::size_t i = 0; i < votes.terms.size(); ++i) {
        cells.push_back(i);
    }
    const double prompts = clusterVariance(votes, votes.crossing.prompts);
    const double raters = clusterVariance(votes, votes.crossing.raters);
    const double both = clusterVariance(votes, cells);
    const double variance = prompts + raters - both;
    const double degrees =
        variance * variance / (prompts * prompts / 39.0 + raters * raters / 9.0 + both * both / 399.0);
    EXPECT_GT(degrees, 9.0);
    EXPECT_LT(degrees, 20.0);
    const Estimate found =
        crossedRatio(votes.crossing, Resampling::PromptsAndRaters, votes.terms, {.replicates = 20000});
    const double reach = found.interval.high - found.value;
    EXPECT_NEAR(reach, found.value - found.interval.low, 1e-12);
    // Student's t at 0.975 lies between 2.262 (9 degrees) and 2.086 (20).
    EXPECT_GT(reach, 2.086 * std::sqrt(variance) * 0.98);
    EXPECT_LT(reach, 2.262 * std::sqrt(variance) * 1.02);
}

TEST(CrossedBootstrap, coversTheTruthWhetherRatersDifferOrNot) {
    for (const double raterSpread : {0.0, 0.7}) {
        Random random(13);
        int covered = 0;
        for (std::uint64_t study = 0; study < 400; ++study) {
            const Votes votes = drawVotes(25, 9, raterSpread, random);
            const Interval interval = crossedRatio(votes.crossing, resamplingFor(votes.crossing), votes.terms,
                                                   {.replicates = 200, .seed = study})
                                          .interval;
            covered += interval.low <= 0.0 && interval.high >= 0.0 ? 1 : 0;
        }
        EXPECT_NEAR(covered / 400.0, 0.95, 0.03) << raterSpread;
    }
}

TEST(CrossedBootstrap, resamplesRatersFromEightUp) {
    Random random(1);
    EXPECT_EQ(resamplingFor(drawVotes(3, 7, 0.0, random).crossing), Resampling::Prompts);
    EXPECT_EQ(resamplingFor(drawVotes(3, 8, 0.0, random).crossing), Resampling::PromptsAndRaters);
}

TEST(CrossedBootstrap, resamplesPromptsAloneLikeTheClusterBootstrap) {
    Random random(5);
    const Votes votes = drawVotes(20, 3, 0.5, random);
    std::vector<ClusterSums> sums(20);
    for (std::size_t i = 0; i < votes.terms.size(); ++i) {
        sums[votes.crossing.prompts[i]].numerator += votes.terms[i].numerator;
        sums[votes.crossing.prompts[i]].denominator += 1.0;
    }
    const Estimate found = crossedRatio(votes.crossing, Resampling::Prompts, votes.terms, {});
    const Estimate expected = clusteredRatio(sums, {});
    EXPECT_NEAR(found.interval.low, expected.interval.low, 1e-12);
    EXPECT_NEAR(found.interval.high, expected.interval.high, 1e-12);
}

TEST(CrossedShare, staysADoubtWhenAllWentOneWay) {
    Crossing crossing;
    std::vector<ClusterSums> wins;
    for (std::size_t prompt = 0; prompt < 6; ++prompt) {
        for (const std::size_t rater : {0U, 1U, 2U}) {
            crossing.prompts.push_back(prompt);
            crossing.raters.push_back(rater);
            wins.push_back(prompt == 5 ? ClusterSums{0.0, 0.0} : ClusterSums{1.0, 1.0});  // the last has only ties
        }
    }
    const Estimate found = crossedShare(crossing, Resampling::Prompts, wins, {});
    EXPECT_EQ(found.value, 1.0);
    EXPECT_EQ(found.interval.high, 1.0);
    EXPECT_DOUBLE_EQ(found.interval.low, binomialTest(5, 5).share.interval.low);
}

TEST(CrossedShare, staysWithinZeroAndOneForManyRaters) {
    Random random(21);
    Crossing crossing;
    std::vector<ClusterSums> terms;
    for (std::size_t i = 0; i < 96; ++i) {
        crossing.prompts.push_back(i / 8);
        crossing.raters.push_back(i % 8);
        terms.push_back({random.chance(0.97) ? 1.0 : 0.0, 1.0});
    }
    const Estimate found = crossedShare(crossing, resamplingFor(crossing), terms, {});
    EXPECT_LT(found.value, 1.0);
    EXPECT_LT(found.interval.low, found.value);
    EXPECT_GT(found.interval.high, found.value);
    EXPECT_LE(found.interval.high, 1.0);
}

}  // namespace
}  // namespace musicrl
