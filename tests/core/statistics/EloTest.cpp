// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Elo.h"
#include "support/ExpectError.h"

#include <cmath>

namespace musicrl {
namespace {

// Elo's own scale: 400 points are odds of ten to one, and 200 points an expected score of 0.76 (The Rating of
// Chessplayers, 1978, table 2.11).
TEST(Elo, hasItsAuthorsScale) {
    const std::vector<Estimate> ratings =
        eloRatings(std::vector<Estimate>{{std::log(10.0), {0.0, 3.0}}, {0.0, {-1.0, 1.0}}}, {.anchor = 1});
    EXPECT_DOUBLE_EQ(ratings[0].value, 1400.0);
    EXPECT_DOUBLE_EQ(ratings[1].value, 1000.0);
    const double logOddsOf200 = 200.0 / (400.0 / std::log(10.0));
    EXPECT_NEAR(1.0 / (1.0 + std::exp(-logOddsOf200)), 0.76, 0.001);
    EXPECT_DOUBLE_EQ(ratings[0].interval.low, 1000.0);
    EXPECT_NEAR(ratings[1].interval.high, 1000.0 + 173.7178, 1e-4);
}

TEST(Elo, putsTheMeanAtTheAnchorWithoutAnAnchor) {
    const std::vector<Estimate> ratings =
        eloRatings(std::vector<Estimate>{{0.5, {}}, {-0.5, {}}}, {.anchorRating = 1500.0});
    EXPECT_DOUBLE_EQ((ratings[0].value + ratings[1].value) / 2.0, 1500.0);
    expectError(ErrorKind::Internal, "anchor", [] {
        static_cast<void>(eloRatings(std::vector<Estimate>{{0.0, {}}}, {.anchor = 1}));
    });
}

}  // namespace
}  // namespace musicrl
