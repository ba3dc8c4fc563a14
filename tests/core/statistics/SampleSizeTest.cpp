// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/SampleSize.h"
#include "support/ExpectError.h"

namespace musicrl {
namespace {

// R 4.2.2: power by summing pbinom() over both tails of the exact test at 0.05
TEST(SampleSize, hasThePowerOfTheExactSignTest) {
    EXPECT_NEAR(signTestPower(85, 0.65, 0.05), 0.736295940447050, 1e-12);
    EXPECT_NEAR(signTestPower(100, 0.6, 0.05), 0.462093382348393, 1e-12);
    EXPECT_NEAR(signTestPower(20, 0.8, 0.05), 0.804207965735947, 1e-12);
    EXPECT_EQ(signTestPower(4, 0.9, 0.05), 0.0);
}

SampleSizeQuestion independent(double winRate, double power, std::int64_t comparisons) {
    return {.winRate = winRate, .power = power, .comparisons = comparisons, .tieShare = 0.0, .votesPerPrompt = 1};
}

// R 4.2.2: the largest of 2000 numbers of votes with less power, plus one
TEST(SampleSize, isTheFewestFromWhichOnThePowerHolds) {
    EXPECT_EQ(neededVotes(independent(0.65, 0.8, 1)).independentVotes, 97);
    EXPECT_EQ(neededVotes(independent(0.6, 0.9, 1)).independentVotes, 274);
    EXPECT_EQ(neededVotes(independent(0.65, 0.8, 6)).independentVotes, 141);
    EXPECT_EQ(neededVotes(independent(0.75, 0.8, 1)).independentVotes, 35);
}

TEST(SampleSize, makesUpForTiesAndForVotesThatHangTogether) {
    const SampleSize size = neededVotes({.winRate = 0.65, .tieShare = 0.2, .votesPerPrompt = 5, .correlation = 0.1});
    EXPECT_DOUBLE_EQ(size.designEffect, 1.3);  // four decisive votes a prompt
    EXPECT_EQ(size.decisiveVotes, 127);        // 97 · 1.3 = 126.1
    EXPECT_EQ(size.prompts, 32);               // 127 / 0.8 / 5 = 31.75
    EXPECT_EQ(size.votes, 160);
    const SampleSize alone = neededVotes(independent(0.65, 0.8, 1));
    EXPECT_EQ(alone.prompts, 97);
    EXPECT_EQ(alone.designEffect, 1.0);
}

TEST(SampleSize, refusesWhatCannotBePlanned) {
    expectError(ErrorKind::BadInput, "above 0.5", [] { static_cast<void>(neededVotes({.winRate = 0.5})); });
    expectError(ErrorKind::BadInput, "ten million", [] { static_cast<void>(neededVotes({.winRate = 0.50001})); });
}

}  // namespace
}  // namespace musicrl
