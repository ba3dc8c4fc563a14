// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Cycles.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

WinMatrix tournament(std::size_t models, const std::vector<std::size_t>& beatsAhead) {
    WinMatrix wins(models);
    for (std::size_t i = 0; i < models; ++i) {
        for (const std::size_t ahead : beatsAhead) {
            wins.addWin(i, (i + ahead) % models, 2.0);
        }
    }
    return wins;
}

// Kendall and Babington Smith, 1940: at most (k³ − k) / 24 circular triads for odd k, reached by regular tournaments.
TEST(Cycles, areAsManyAsThereCanBeInRegularTournaments) {
    const Transitivity five = transitivityOf(tournament(5, {1, 2}));
    EXPECT_EQ(five.cycles.size(), 5U);
    EXPECT_DOUBLE_EQ(five.consistence, 0.0);
    const Transitivity seven = transitivityOf(tournament(7, {1, 2, 4}));
    EXPECT_EQ(seven.cycles.size(), 14U);
    EXPECT_DOUBLE_EQ(seven.consistence, 0.0);
}

TEST(Cycles, areNoneInARanking) {
    WinMatrix wins(4);
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = i + 1; j < 4; ++j) {
            wins.addWin(i, j, 3.0);
            wins.addWin(j, i, 1.0);
        }
    }
    EXPECT_TRUE(transitivityOf(wins).cycles.empty());
    EXPECT_EQ(transitivityOf(wins).consistence, 1.0);
}

TEST(Cycles, nameWhoBeatsWhom) {
    WinMatrix wins(3);
    wins.addWin(0, 2, 5.0);
    wins.addWin(2, 1, 4.0);
    wins.addWin(1, 0, 2.0);
    wins.addWin(0, 1, 1.0);
    EXPECT_EQ(transitivityOf(wins).cycles, (std::vector<std::array<std::size_t, 3>>{{0, 2, 1}}));
    wins.addWin(0, 1, 1.0);  // a draw: no cycle any more, and no coefficient
    EXPECT_TRUE(transitivityOf(wins).cycles.empty());
    EXPECT_TRUE(std::isnan(transitivityOf(wins).consistence));
}

}  // namespace
}  // namespace musicrl
