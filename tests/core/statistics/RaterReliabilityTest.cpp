// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "statistics/RaterReliability.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

// R 4.2.2: cor(x, y, method = "spearman"), with ties on both sides.
TEST(Spearman, agreesWithR) {
    const std::vector<double> x = {1, 2, 2, 3, 5, 4, 4, 1};
    const std::vector<double> y = {2, 1, 3, 3, 4, 5, 2, 2};
    EXPECT_NEAR(spearman(x, y), 0.618798345509313, 1e-12);
    EXPECT_TRUE(std::isnan(spearman(x, std::vector<double>(8, 3.0))));
}

/// Two raters who hear the same, up to a step, and one who guesses; each leaves out some units.
std::vector<Rating> panelWithAGuesser() {
    Random random(9);
    std::vector<Rating> ratings;
    for (std::size_t unit = 0; unit < 200; ++unit) {
        const double truth = static_cast<double>(random.index(5)) - 2.0;
        for (const std::size_t rater : {0U, 1U, 2U}) {
            const double heard = random.chance(0.2) ? truth + 1.0 : truth;
            const double guess = static_cast<double>(random.index(5)) - 2.0;
            if (!random.chance(0.1)) {
                ratings.push_back({rater, unit, rater == 2 ? guess : heard});
            }
        }
    }
    return ratings;
}

TEST(RaterReliability, findsTheOneWhoGuesses) {
    const std::vector<Rating> ratings = panelWithAGuesser();
    const std::vector<RaterReliability> raters = raterReliabilities(ratings, Measurement::Ordinal);
    ASSERT_EQ(raters.size(), 3U);
    EXPECT_LT(std::abs(raters[2].correlation), 0.2);
    EXPECT_GT(raters[0].correlation, 0.5);
    EXPECT_LT(raters[2].agreement, 0.3);
    const double all = krippendorffAlpha(unitsOf(ratings), Measurement::Ordinal);
    EXPECT_GT(raters[2].alphaWithout, all + 0.3);  // the panel is better off without
    EXPECT_LT(raters[0].alphaWithout, all);
}

TEST(RaterReliability, countsByHandWhatIsShared) {
    const std::vector<Rating> ratings = {{0, 0, 1}, {1, 0, 1}, {2, 0, -1}, {0, 1, 2}, {1, 1, 0}, {0, 2, 5}};
    const std::vector<RaterReliability> raters = raterReliabilities(ratings, Measurement::Nominal);
    EXPECT_EQ(raters[0].ratings, 3);
    EXPECT_EQ(raters[0].shared, 2);
    EXPECT_DOUBLE_EQ(raters[0].agreement, 1.0 / 3.0);  // of three answers by others one is the same
    EXPECT_EQ(raters[2].shared, 1);
    EXPECT_TRUE(std::isnan(raters[2].correlation));
    EXPECT_EQ(unitsOf(ratings, 0).front(), (RatedUnit{1, -1}));
}

TEST(RepeatConsistency, countsSameAnswersAndSameSides) {
    const std::vector<RepeatedAnswer> answers = {{2, 2}, {1, 2}, {-1, 1}, {0, 1}, {-2, -1}};
    const RepeatConsistency found = repeatConsistency(answers);
    EXPECT_EQ(found.repeats, 5);
    EXPECT_DOUBLE_EQ(found.same, 0.2);
    EXPECT_DOUBLE_EQ(found.meanDifference, 1.0);  // 0, 1, 2, 1, 1
    EXPECT_EQ(found.sameSide.trials, 4);
    EXPECT_EQ(found.sameSide.successes, 3);
    EXPECT_DOUBLE_EQ(found.sameSide.pValue, 5.0 / 16.0);  // three or four heads of four coins
    EXPECT_TRUE(std::isnan(repeatConsistency({}).same));
}

TEST(GoldScore, countsATieAsWrong) {
    const BinomialResult score = goldScore(std::vector<double>{2, 1, 0, -1, 1});
    EXPECT_EQ(score.successes, 3);
    EXPECT_EQ(score.trials, 5);
    EXPECT_DOUBLE_EQ(score.pValue, 0.5);
}

}  // namespace
}  // namespace musicrl
