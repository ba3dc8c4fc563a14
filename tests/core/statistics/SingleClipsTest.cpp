// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "statistics/SingleClips.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

// The rule of thumb of ABX tests (Clark, 1982): 9 of 10, 12 of 16, 15 of 20, 18 of 25 for a risk of at most 0.05.
TEST(Abx, needsAsManyRightAsTheTablesSay) {
    EXPECT_EQ(abxResult(0, 10).neededRight, 9);
    EXPECT_EQ(abxResult(0, 16).neededRight, 12);
    EXPECT_EQ(abxResult(0, 20).neededRight, 15);
    EXPECT_EQ(abxResult(0, 25).neededRight, 18);
    EXPECT_EQ(abxResult(4, 4).neededRight, 0);  // even four of four has a risk of 0.0625
}

// R 4.2.2: binom.test(12, 16, alternative = "greater")
TEST(Abx, agreesWithRsBinomialTest) {
    const AbxResult found = abxResult(12, 16);
    EXPECT_NEAR(found.right.pValue, 0.0384063720703125, 1e-14);
    EXPECT_DOUBLE_EQ(found.discriminators, 0.5);
    EXPECT_EQ(abxResult(3, 16).discriminators, 0.0);
}

std::vector<AbxTrial> trialsOf(std::size_t first, std::size_t second, int right, int trials) {
    std::vector<AbxTrial> all;
    for (int i = 0; i < trials; ++i) {
        all.push_back({first, second, static_cast<std::size_t>(i / 4), 0, (i * 7) % trials < right});
    }
    return all;
}

// R 4.2.2: p.adjust(p, "holm") of binom.test(right, 16, alternative = "greater") for 12, 14 and 9 right ones
TEST(Abx, correctsForAllPairsOfModels) {
    std::vector<AbxTrial> trials = trialsOf(0, 1, 12, 16);
    for (const auto& more : {trialsOf(0, 2, 14, 16), trialsOf(1, 2, 9, 16)}) {
        trials.insert(trials.end(), more.begin(), more.end());
    }
    const std::vector<AbxStanding> found = abxStandings(trials, {});
    ASSERT_EQ(found.size(), 3U);
    EXPECT_NEAR(found[0].result.adjustedPValue, 0.07681274414063, 1e-13);
    EXPECT_NEAR(found[1].result.adjustedPValue, 0.00627136230469, 1e-13);
    EXPECT_NEAR(found[2].result.adjustedPValue, 0.40180969238281, 1e-13);
}

TEST(Abx, isNeverSurerThanTheExactInterval) {
    std::vector<AbxTrial> trials;
    for (std::size_t i = 0; i < 16; ++i) {
        trials.push_back({0, 1, i / 4, 0, i % 4 != 0});  // three of four right of each prompt: nothing varies
    }
    const Interval found = abxStandings(trials, {}).front().result.right.share.interval;
    EXPECT_NEAR(found.low, 0.47622918, 1e-7);  // R 4.2.2: binom.test(12, 16)$conf.int
    EXPECT_NEAR(found.high, 0.92733796, 1e-7);
}

// Raters who hear the difference 65 % of the time on average, the standard deviation between them 0.107: an interval
// that took their trials as independent would hold the 65 % in four studies of five.
TEST(Abx, coversWhatOtherRatersWouldHear) {
    Random random(31);
    int covered = 0;
    int coveredByExact = 0;
    for (std::uint64_t study = 0; study < 300; ++study) {
        std::vector<AbxTrial> trials;
        for (std::size_t rater = 0; rater < 8; ++rater) {
            const double hears = 0.65 + 0.107 * random.normal();
            for (std::size_t i = 0; i < 48; ++i) {
                trials.push_back({0, 1, i / 4, rater, random.chance(hears)});
            }
        }
        const AbxResult found = abxStandings(trials, {.replicates = 200, .seed = study}).front().result;
        const auto holds = [](const Interval& interval) { return interval.low <= 0.65 && 0.65 <= interval.high; };
        covered += holds(found.right.share.interval) ? 1 : 0;
        coveredByExact += holds(abxResult(found.right.successes, found.right.trials).right.share.interval) ? 1 : 0;
    }
    EXPECT_GT(covered / 300.0, 0.93);
    EXPECT_LT(coveredByExact / 300.0, 0.88);
}

TEST(MeanOpinions, areMeansOfEachModelsScores) {
    const std::vector<ClipScore> scores = {{0, 0, 0, 4}, {0, 0, 1, 5}, {0, 1, 0, 3}, {0, 1, 1, 4}, {2, 7, 0, 2}};
    const std::vector<MeanOpinion> opinions = meanOpinions(3, scores, 1, 5, {});
    EXPECT_EQ(opinions[0].scores, 4);
    EXPECT_DOUBLE_EQ(opinions[0].mean.value, 4.0);
    EXPECT_DOUBLE_EQ(opinions[0].deviation, std::sqrt(2.0 / 3.0));
    EXPECT_EQ(opinions[0].histogram, (std::vector<std::int64_t>{0, 0, 1, 2, 1}));
    EXPECT_LT(opinions[0].mean.interval.low, 4.0);
    EXPECT_TRUE(std::isnan(opinions[1].mean.value));
    EXPECT_DOUBLE_EQ(opinions[2].mean.value, 2.0);
    EXPECT_TRUE(std::isnan(opinions[2].mean.interval.low));
}

TEST(MeanOpinions, haveIntervalsThatEndWithTheScale) {
    const std::vector<ClipScore> scores = {{0, 0, 0, 1}, {0, 1, 0, 2}, {0, 2, 0, 3}, {0, 3, 0, 5}};
    const Interval free = meanOpinions(1, scores, -9, 9, {}).front().mean.interval;
    EXPECT_NEAR(free.low, 0.032, 0.1);  // R 4.2: t.test(c(1, 2, 3, 5))
    EXPECT_NEAR(free.high, 5.468, 0.1);
    const Interval bounded = meanOpinions(1, scores, 1, 5, {}).front().mean.interval;
    EXPECT_EQ(bounded.low, 1.0);
    EXPECT_EQ(bounded.high, 5.0);
}

}  // namespace
}  // namespace musicrl
