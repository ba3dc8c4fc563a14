// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/SimulatedStudy.h"
#include "support/ExpectError.h"

#include <cmath>

namespace musicrl {
namespace {

TEST(SimulatedStudy, comesToItsTrueStandingsWithManyVotes) {
    const SimulatedStudy study{.prompts = 20000, .raters = 4001, .promptSpread = 0.6, .raterSpread = 0.3};
    const HeadToHead found = compareModels(4, simulateVotes(study, 3), {.bootstrap = {.replicates = 2}});
    const TrueStandings truth = trueStandings(study);
    // R 4.2.2: integrate() of win and loss over the normal difference, for worths 0.4, 0.7 and 1.3 apart
    EXPECT_NEAR(truth.winRates[0], 0.585460357172606, 1e-12);
    EXPECT_NEAR(truth.winRates[1], 0.646800923383040, 1e-12);
    EXPECT_NEAR(truth.winRates[2], 0.755679636950197, 1e-12);
    for (std::size_t pair = 0; pair < 6; ++pair) {
        EXPECT_NEAR(found.pairs[pair].winRate.value, truth.winRates[pair], 0.012);
    }
    for (std::size_t model = 0; model < 4; ++model) {
        EXPECT_NEAR(found.models[model].bradleyTerry.value, truth.bradleyTerry[model], 0.04);
        EXPECT_NEAR(found.models[model].davidson.value, truth.davidson[model], 0.04);
        EXPECT_NEAR(found.models[model].meanScore.value, truth.meanScores[model], 0.04);
    }
}

TEST(SimulatedStudy, hasItsOwnWorthsWhereNothingSpreads) {
    const SimulatedStudy study{.promptSpread = 0.0};
    const TrueStandings truth = trueStandings(study);
    for (std::size_t model = 0; model < 4; ++model) {
        EXPECT_NEAR(truth.davidson[model], study.logWorths[model], 1e-6);
    }
    EXPECT_NEAR(truth.winRates.front(), 1.0 / (1.0 + std::exp(-0.4)), 1e-12);
}

TEST(SimulatedStudy, givesEachPairItsVotesByDifferentRaters) {
    const std::vector<Comparison> votes = simulateVotes({.prompts = 5, .raters = 7}, 1);
    ASSERT_EQ(votes.size(), 5U * 6U * 3U);
    EXPECT_NE(votes[0].rater, votes[1].rater);
    EXPECT_NE(votes[1].rater, votes[2].rater);
    EXPECT_EQ(simulateVotes({}, 4)[10].outcome, simulateVotes({}, 4)[10].outcome);
    expectError(ErrorKind::BadInput, "simulated", [] { static_cast<void>(simulateVotes({.raters = 2}, 1)); });
}

// `musicrl bench statistics` does the same with 500 studies and more kinds of them.
TEST(SimulatedStudy, isCoveredByTheIntervalsOfASmallStudy) {
    const SimulatedStudy study{.prompts = 24};
    const TrueStandings truth = trueStandings(study);
    std::vector<Coverage> coverages;
    for (std::uint64_t seed = 0; seed < 120; ++seed) {
        addCoverage(compareModels(4, simulateVotes(study, seed), {.bootstrap = {.replicates = 300, .seed = seed}}),
                    truth, coverages);
    }
    ASSERT_EQ(coverages.size(), 4U);
    for (const Coverage& coverage : coverages) {
        EXPECT_NEAR(coverage.share(), 0.95, 0.03) << coverage.of;
    }
}

}  // namespace
}  // namespace musicrl
