// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/Retrieval.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

TEST(Retrieval, countsTheDrawsInWhichTheRightOneComesFirst) {
    // Of 4 others one is better. The 6 pairs that can be drawn hold it in 3 cases.
    EXPECT_NEAR(chanceToComeFirst(1, 4, 2, 1), 0.5, 1e-12);
    EXPECT_NEAR(chanceToComeFirst(1, 4, 2, 2), 1.0, 1e-12);
    EXPECT_NEAR(chanceToComeFirst(0, 4, 2, 1), 1.0, 1e-12);
    EXPECT_NEAR(chanceToComeFirst(4, 4, 2, 1), 0.0, 1e-12);
    EXPECT_NEAR(chanceToComeFirst(4, 4, 2, 3), 1.0, 1e-12);
}

TEST(Retrieval, isOneInTwentyOnAverageForARandomScore) {
    double sum = 0.0;
    for (std::int64_t better = 0; better < 100; ++better) {  // every rank is equally likely
        sum += chanceToComeFirst(better, 99, 19, 1);
    }
    EXPECT_NEAR(sum / 100.0, 1.0 / 20.0, 1e-9);
}

TEST(Retrieval, sharesOutWhatEachClipFinds) {
    // The first clip finds its caption before both others, the second after one, the third after both (one is a tie).
    const torch::Tensor cosines = torch::tensor({{0.9, 0.1, 0.2}, {0.8, 0.5, 0.1}, {0.7, 0.3, 0.3}});
    EXPECT_NEAR(retrievalShare(cosines, 3, 1), 1.0 / 3.0, 1e-12);
    EXPECT_NEAR(retrievalShare(cosines, 3, 2), 2.0 / 3.0, 1e-12);
    EXPECT_NEAR(retrievalShare(cosines, 2, 1), (1.0 + 0.5 + 0.0) / 3.0, 1e-12);
}

TEST(RankCorrelation, seesOrderAloneAndSharesTiedRanks) {
    EXPECT_NEAR(rankCorrelation({1.0, 2.0, 30.0}, {-5.0, 0.0, 0.1}), 1.0, 1e-12);
    EXPECT_NEAR(rankCorrelation({1.0, 2.0, 3.0}, {3.0, 2.0, 1.0}), -1.0, 1e-12);
    // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3: Pearson by hand is 4.5 / sqrt(4.5 x 5).
    EXPECT_NEAR(rankCorrelation({1.0, 2.0, 2.0, 5.0}, {1.0, 2.0, 3.0, 4.0}), 4.5 / std::sqrt(22.5), 1e-12);
    EXPECT_TRUE(std::isnan(rankCorrelation({1.0, 1.0}, {1.0, 2.0})));
}

}  // namespace
}  // namespace musicrl
