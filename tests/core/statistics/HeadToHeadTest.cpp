// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "statistics/HeadToHead.h"
#include "statistics/Holm.h"

#include <cmath>
#include <gtest/gtest.h>
#include <utility>

namespace musicrl {
namespace {

enum Model : std::size_t { RU, U, R, Base };

constexpr std::size_t promptCount = 101;
const HeadToHeadConfig quick = {.bootstrap = {.replicates = 200}};

/// Three judgements for each prompt: the wins first, then the ties, then the losses, dealt to the prompts in turn.
void addMeeting(std::vector<Comparison>& comparisons, Model first, Model second, int wins, int ties, int losses) {
    for (int i = 0; i < wins + ties + losses; ++i) {
        const double outcome = i < wins ? 1.0 : i < wins + ties ? 0.5 : 0.0;
        comparisons.push_back({first, second, static_cast<std::size_t>(i) % promptCount, outcome});
    }
}

// Figure 1 of Cideron et al., MusicRL, 2024, as counts: its percentages times 303 judgements, 297 for the two rows that
// only that number fits.
std::vector<Comparison> papersComparisons() {
    std::vector<Comparison> comparisons;
    addMeeting(comparisons, R, Base, 197, 67, 39);
    addMeeting(comparisons, U, Base, 174, 63, 60);
    addMeeting(comparisons, U, R, 109, 100, 94);
    addMeeting(comparisons, RU, Base, 198, 68, 31);
    addMeeting(comparisons, RU, U, 133, 90, 80);
    addMeeting(comparisons, RU, R, 129, 108, 66);
    return comparisons;
}

TEST(HeadToHead, comesToThePapersWinRates) {
    const HeadToHead result = compareModels(4, papersComparisons(), quick);
    const std::vector<double> published = {62.0, 66.0, 87.0,
                                           54.0, 74.0, 83.0};  // RU-U, RU-R, RU-Base, U-R, U-Base, R-Base
    ASSERT_EQ(result.pairs.size(), 6U);
    for (std::size_t i = 0; i < 6; ++i) {
        const PairStanding& pair = result.pairs[i];
        EXPECT_NEAR(100.0 * pair.winRate.value, published[i], 0.6);
        EXPECT_LT(pair.winRate.interval.low, pair.winRate.value);
        EXPECT_GT(pair.winRate.interval.high, pair.winRate.value);
    }
    EXPECT_EQ(result.pairs[0].counts.total(), 303);
    const std::vector<double> publishedWins = {460, 372, 362, 133};  // table 1; a few ratings are unaccounted for
    for (std::size_t model = 0; model < 4; ++model) {
        EXPECT_NEAR(static_cast<double>(result.models[model].wins), publishedWins[model], 10.0);
    }
    EXPECT_LT(result.pairs[5].test.adjustedPValue, 1e-6);
}

TEST(HeadToHead, seesAMeetingTheSameFromBothSides) {
    std::vector<Comparison> turnedAround = papersComparisons();
    for (std::size_t i = 0; i < turnedAround.size(); i += 2) {
        Comparison& comparison = turnedAround[i];
        std::swap(comparison.first, comparison.second);
        comparison.outcome = 1.0 - comparison.outcome;
    }
    const HeadToHead a = compareModels(4, papersComparisons(), quick);
    const HeadToHead b = compareModels(4, turnedAround, quick);
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_EQ(a.pairs[i].counts.wins, b.pairs[i].counts.wins);
        EXPECT_EQ(a.pairs[i].test.pValue, b.pairs[i].test.pValue);
    }
    EXPECT_NEAR(a.models[R].davidson.value, b.models[R].davidson.value, 1e-9);
}

TEST(HeadToHead, testsScoresWhereAllClipsHaveThem) {
    const std::vector<Comparison> scored = {{0, 1, 0, 1.0, 4.0, 3.0},
                                            {1, 0, 0, 0.0, 1.0, 5.0},
                                            {0, 1, 1, 0.5, 3.0, 3.0},
                                            {0, 1, 2, 0.0, 2.0, 4.0},
                                            {0, 1, 3, 1.0, 5.0, 2.0}};
    const HeadToHead result = compareModels(2, scored, quick);
    EXPECT_EQ(result.pairs[0].difference, Difference::Scores);
    EXPECT_DOUBLE_EQ(result.models[0].meanScore.value, (4.0 + 5.0 + 3.0 + 2.0 + 5.0) / 5.0);
    EXPECT_DOUBLE_EQ(result.models[1].meanScore.value, (3.0 + 1.0 + 3.0 + 4.0 + 2.0) / 5.0);
    // Mean differences of the four prompts: (1 + 4) / 2, 0, -2, 3; Pratt's ranks of 2.5, -2 and 3 are 3, 2 and 4.
    EXPECT_EQ(result.pairs[0].test.wilcoxon.positiveRankSum, 7.0);
    EXPECT_EQ(result.pairs[0].test.wilcoxon.negativeRankSum, 2.0);
    EXPECT_EQ(result.pairs[0].test.wilcoxon.zeros, 1);
    const HeadToHead judgements = compareModels(2, scored, {.bootstrap = quick.bootstrap, .unit = TestUnit::Judgement});
    EXPECT_EQ(judgements.pairs[0].test.wilcoxon.nonZero, 4);
    std::vector<Comparison> oneWithout = scored;
    oneWithout[2].firstScore = std::nan("");
    EXPECT_EQ(compareModels(2, oneWithout, quick).pairs[0].difference, Difference::Outcomes);
}

TEST(HeadToHead, correctsForTheNumberOfPairs) {
    const HeadToHead result = compareModels(4, papersComparisons(), quick);
    std::vector<double> raw;
    for (const PairStanding& pair : result.pairs) {
        raw.push_back(pair.test.pValue);
    }
    for (std::size_t i = 0; i < raw.size(); ++i) {
        EXPECT_EQ(result.pairs[i].test.adjustedPValue, holmAdjusted(raw)[i]);
    }
}

TEST(HeadToHead, claimsNoIntervalForAWorthWithoutAnEnd) {
    std::vector<Comparison> comparisons;
    for (std::size_t prompt = 0; prompt < 20; ++prompt) {
        comparisons.push_back({0, 1, prompt, 1.0});  // always
        comparisons.push_back({0, 2, prompt, 1.0});
        comparisons.push_back({1, 2, prompt, prompt % 3 == 0 ? 0.0 : 1.0});
    }
    const HeadToHead result = compareModels(3, comparisons, quick);
    EXPECT_TRUE(std::isnan(result.models[0].bradleyTerry.interval.low));
    EXPECT_TRUE(std::isnan(result.models[0].davidson.interval.high));
    EXPECT_TRUE(std::isnan(result.models[1].davidson.interval.low));  // its distance to the mean has no end either
    EXPECT_FALSE(textOf(result.groups, {"always", "second", "third"}).empty());
    EXPECT_LT(result.pairs[0].winRate.interval.low, 0.9);  // 20 of 20
}

TEST(HeadToHead, comparesNoModelsThatNeverMet) {
    std::vector<Comparison> comparisons;
    for (std::size_t prompt = 0; prompt < 20; ++prompt) {
        comparisons.push_back({0, 1, prompt, prompt % 3 == 0 ? 0.0 : 1.0});
        comparisons.push_back({2, 3, prompt, prompt % 4 == 0 ? 0.0 : 1.0});
    }
    for (const ModelStanding& model : compareModels(4, comparisons, quick).models) {
        EXPECT_TRUE(std::isnan(model.davidson.value));
    }
    std::erase_if(comparisons, [](const Comparison& each) { return each.first == 2; });
    const HeadToHead two = compareModels(4, comparisons, quick);
    EXPECT_GT(two.models[0].davidson.interval.low, -10.0);
    EXPECT_NEAR(two.models[0].davidson.value + two.models[1].davidson.value, 0.0, 1e-12);
    EXPECT_TRUE(std::isnan(two.models[2].davidson.value));
}

// R 4.2.2: wilcox.test(c(-1/3, 2/3, 1, 4/3, 5/3, 2))$p.value, and of the outcomes' means all but the first the same
// sign
TEST(HeadToHead, testsGradesAsWhatTheyAre) {
    const std::vector<std::vector<double>> grades = {{-2, 0, 1}, {2, -1, 1}, {2, 0, 1},
                                                     {2, 1, 1},  {2, 2, 1},  {2, 2, 2}};
    std::vector<Comparison> comparisons;
    for (std::size_t prompt = 0; prompt < 6; ++prompt) {
        for (const double grade : grades[prompt]) {
            const double outcome = grade > 0.0 ? 1.0 : grade < 0.0 ? 0.0 : 0.5;
            const bool turn = comparisons.size() % 2 == 1;  // by whichever clip was on the other side
            comparisons.push_back({.first = turn ? 1U : 0U,
                                   .second = turn ? 0U : 1U,
                                   .prompt = prompt,
                                   .outcome = turn ? 1.0 - outcome : outcome,
                                   .grade = turn ? -grade : grade});
        }
    }
    const PairStanding pair = compareModels(2, comparisons, quick).pairs[0];
    EXPECT_EQ(pair.difference, Difference::Grades);
    EXPECT_DOUBLE_EQ(pair.test.pValue, 0.0625);
    EXPECT_DOUBLE_EQ(pair.test.mean.value, 19.0 / 18.0);
    EXPECT_LT(pair.test.mean.interval.low, 19.0 / 18.0);
    // Outcomes' means: 0, 1/3, 2/3, 1, 1, 1: five of one sign.
    EXPECT_DOUBLE_EQ(pair.outcomeTest.pValue, 2.0 / 32.0);
    EXPECT_DOUBLE_EQ(pair.outcomeTest.mean.value, 2.0 / 3.0);
}

TEST(HeadToHead, resamplesRatersTooFromEightUp) {
    std::vector<Comparison> comparisons = papersComparisons();
    EXPECT_EQ(compareModels(4, comparisons, quick).resampling, Resampling::Prompts);
    for (std::size_t i = 0; i < comparisons.size(); ++i) {
        comparisons[i].rater = i % 8;
    }
    const HeadToHead result = compareModels(4, comparisons, quick);
    EXPECT_EQ(result.resampling, Resampling::PromptsAndRaters);
    for (const PairStanding& pair : result.pairs) {
        EXPECT_LT(pair.winRate.interval.low, pair.winRate.value);
        EXPECT_GT(pair.winRate.interval.high, pair.winRate.value);
    }
}

TEST(HeadToHead, ranksByWorthWithIntervalsAroundIt) {
    const HeadToHead result = compareModels(4, papersComparisons(), quick);
    for (std::size_t model = 0; model < 4; ++model) {
        for (const Estimate& worth : {result.models[model].bradleyTerry, result.models[model].davidson}) {
            EXPECT_LT(worth.interval.low, worth.value);
            EXPECT_GT(worth.interval.high, worth.value);
        }
    }
    for (const Model between : {U, R}) {  // which the paper calls comparable
        EXPECT_GT(result.models[RU].davidson.interval.low, result.models[between].davidson.value);
        EXPECT_LT(result.models[Base].davidson.interval.high, result.models[between].davidson.value);
    }
    EXPECT_NEAR(result.models[U].davidson.value, result.models[R].davidson.value, 0.1);
    EXPECT_GT(result.tieFactor.value, 0.5);
}

}  // namespace
}  // namespace musicrl
