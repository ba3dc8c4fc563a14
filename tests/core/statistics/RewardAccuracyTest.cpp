// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/RewardAccuracy.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

TEST(RewardAccuracy, countsByHand) {
    const std::vector<double> margins = {0.4, -0.1, 0.0, 0.3, std::nan(""), 0.2};
    const std::vector<double> outcomes = {1.0, 1.0, 0.0, 0.0, 1.0, 0.5};  // right, wrong, a half, wrong, unknown, a tie
    const Crossing crossing{{0, 0, 1, 1, 2, 2}, {0, 1, 0, 1, 0, 1}};
    const RewardAccuracy found = rewardAccuracy(margins, outcomes, crossing, {});
    EXPECT_EQ(found.votes, 4);
    EXPECT_DOUBLE_EQ(found.accuracy.value, 1.5 / 4.0);
    EXPECT_LE(found.accuracy.interval.low, found.accuracy.value);
    EXPECT_GE(found.accuracy.interval.high, found.accuracy.value);
}

TEST(RewardAccuracy, hasNoValueWithoutDecisiveVotes) {
    const RewardAccuracy found = rewardAccuracy(std::vector<double>{0.4}, std::vector<double>{0.5}, {{0}, {0}}, {});
    EXPECT_EQ(found.votes, 0);
    EXPECT_TRUE(std::isnan(found.accuracy.value));
}

}  // namespace
}  // namespace musicrl
