// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "statistics/BiasTests.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

struct Pull {
    double side = 0.0;
    double firstHeard = 0.0;
    double perLu = 0.0;
};

/// Model 1 is better than model 0 by a log-odds of 1, and played 2 LU louder where so wished.
std::vector<BiasedVote> drawVotes(const Pull& pull, bool betterIsLouder, Random& random) {
    std::vector<BiasedVote> votes;
    for (std::size_t prompt = 0; prompt < 500; ++prompt) {
        const bool swapped = random.chance(0.5);
        const double own = betterIsLouder ? (swapped ? 2.0 : -2.0) : 0.0;
        BiasedVote vote{.modelA = swapped ? 1U : 0U,
                        .modelB = swapped ? 0U : 1U,
                        .prompt = prompt,
                        .aWasFirst = random.chance(0.5),
                        .loudnessDifferenceLu = own + random.normal()};
        const double logOdds = (swapped ? 1.0 : -1.0) + pull.side + pull.firstHeard * (*vote.aWasFirst ? 1.0 : -1.0) +
                               pull.perLu * *vote.loudnessDifferenceLu;
        vote.outcome = random.chance(1.0 / (1.0 + std::exp(-logOdds))) ? 1.0 : 0.0;
        votes.push_back(vote);
    }
    return votes;
}

TEST(BiasTests, findEachPullAndNoOther) {
    Random random(17);
    const BiasTests side = testBiases(2, drawVotes({.side = 0.6}, false, random));
    EXPECT_LT(side.side.votes.pValue, 0.001);
    EXPECT_NEAR(side.side.controlled.coefficient, 0.6, 3.0 * side.side.controlled.standardError);
    EXPECT_GT(side.firstHeard.controlled.pValue, 0.01);
    const BiasTests first = testBiases(2, drawVotes({.firstHeard = 0.6}, false, random));
    EXPECT_LT(first.firstHeard.controlled.pValue, 0.001);
    EXPECT_GT(first.side.votes.pValue, 0.01);
    const BiasTests louder = testBiases(2, drawVotes({.perLu = 0.6}, false, random));
    EXPECT_LT(louder.louder.controlled.pValue, 0.001);
    EXPECT_NEAR(louder.louder.controlled.coefficient, 0.6, 3.0 * louder.louder.controlled.standardError);
}

TEST(BiasTests, tellALoudModelFromABetterOne) {
    Random random(23);
    const BiasTests tests = testBiases(2, drawVotes({}, true, random));
    EXPECT_GT(tests.louder.votes.share.value, 0.6);      // the better model was the louder one,
    EXPECT_TRUE(std::isnan(tests.louder.votes.pValue));  // which a test of bare votes would take for a bias
    EXPECT_GT(tests.louder.controlled.pValue, 0.01);
}

TEST(BiasTests, raiseNoMoreFalseAlarmsThanTheirLevel) {
    int alarms = 0;
    int controlledAlarms = 0;
    for (std::uint64_t study = 0; study < 200; ++study) {
        Random random(study);
        const BiasTests tests = testBiases(2, drawVotes({}, false, random));
        alarms += tests.side.votes.pValue < 0.05 ? 1 : 0;
        controlledAlarms += tests.firstHeard.controlled.pValue < 0.05 ? 1 : 0;
    }
    EXPECT_LE(alarms, 18);
    EXPECT_LE(controlledAlarms, 20);
}

TEST(BiasTests, areFoundOneByOneWhereTheyCannotBeToldApart) {
    Random random(29);
    std::vector<BiasedVote> votes = drawVotes({.side = 0.6}, false, random);
    for (BiasedVote& vote : votes) {
        vote.aWasFirst = true;  // A was always heard first: side and first heard are one
    }
    const BiasTests tests = testBiases(2, votes);
    EXPECT_LT(tests.side.controlled.pValue, 0.001);
    EXPECT_EQ(tests.side.controlled.coefficient, tests.firstHeard.controlled.coefficient);
}

TEST(BiasTests, countNeitherTiesNorWhatIsUnknown) {
    const std::vector<BiasedVote> votes = {
        {.modelA = 0, .modelB = 1, .prompt = 0, .outcome = 0.5, .aWasFirst = true},
        {.modelA = 0, .modelB = 1, .prompt = 1, .outcome = 1.0},
        {.modelA = 1, .modelB = 0, .prompt = 2, .outcome = 1.0, .aWasFirst = false, .loudnessDifferenceLu = 0.05}};
    const BiasTests tests = testBiases(2, votes);
    EXPECT_EQ(tests.side.votes.trials, 2);
    EXPECT_EQ(tests.side.votes.successes, 2);
    EXPECT_EQ(tests.firstHeard.votes.trials, 1);
    EXPECT_EQ(tests.firstHeard.votes.successes, 0);
    EXPECT_EQ(tests.louder.votes.trials, 0);
    EXPECT_TRUE(std::isnan(tests.louder.controlled.pValue));
}

}  // namespace
}  // namespace musicrl
