// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/WinTieLoss.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

// Figure 1 of Cideron et al., MusicRL, 2024: 303 comparisons of MusicRL-R with MusicLM end 65.0 / 22.1 / 12.9 % win /
// tie / loss, and the text gives the win rate as 83 %.
TEST(WinRate, leavesTiesOutAsThePaperDoes) {
    const WinTieLoss counts{197, 67, 39};
    EXPECT_EQ(counts.total(), 303);
    EXPECT_NEAR(100.0 * winRate(counts), 83.0, 0.5);
    EXPECT_DOUBLE_EQ(winRate(counts), 197.0 / 236.0);
}

TEST(WinRate, isUnknownWithoutADecision) {
    EXPECT_TRUE(std::isnan(winRate({0, 12, 0})));
    EXPECT_TRUE(std::isnan(winRate({})));
}

}  // namespace
}  // namespace musicrl
