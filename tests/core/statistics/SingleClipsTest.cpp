// SPDX-License-Identifier: GPL-3.0-or-later
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

}  // namespace
}  // namespace musicrl
