// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "statistics/SequentialDecision.h"
#include "support/ExpectError.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

// With single votes the bets' mean over all stakes is ∫ (1 + λ)^w (1 − λ)^l dλ / 2 = 2^n B(w + 1, l + 1).
TEST(SequentialDecision, hasTheClosedFormsEvidenceForSingleVotes) {
    SequentialDecision decision(1);
    for (int i = 0; i < 40; ++i) {
        i % 4 == 3 ? decision.addPrompt(0, 1) : decision.addPrompt(1, 0);
    }
    const double exact = std::exp(40.0 * std::log(2.0) + std::lgamma(31.0) + std::lgamma(11.0) - std::lgamma(42.0));
    EXPECT_NEAR(decision.evidence() / exact, 1.0, 1e-3);
    EXPECT_TRUE(decision.decided());
    EXPECT_TRUE(decision.favoursFirst());
}

/// Votes of a prompt hang together: its own chance of a win is the mean one with a spread.
std::int64_t promptsUntilDecided(double winRate, double spread, std::int64_t votesPerPrompt, std::int64_t most,
                                 Random& random) {
    SequentialDecision decision(votesPerPrompt);
    while (decision.prompts() < most && !decision.decided()) {
        const double own = std::clamp(winRate + spread * (random.chance(0.5) ? 1.0 : -1.0), 0.0, 1.0);
        std::int64_t wins = 0;
        std::int64_t losses = 0;
        for (std::int64_t vote = 0; vote < votesPerPrompt; ++vote) {
            if (!random.chance(0.2)) {
                (random.chance(own) ? wins : losses) += 1;
            }
        }
        decision.addPrompt(wins, losses);
    }
    return decision.decided() ? decision.prompts() : most + 1;
}

TEST(SequentialDecision, stopsFalselyInFewerThanFivePercentOfNullStudies) {
    Random random(2000);
    for (const double spread : {0.0, 0.3}) {
        int stops = 0;
        for (int study = 0; study < 2000; ++study) {
            stops += promptsUntilDecided(0.5, spread, 3, 500, random) <= 500 ? 1 : 0;
        }
        EXPECT_LE(stops, 100) << "spread " << spread;
        RecordProperty(spread == 0.0 ? "false_stops" : "false_stops_clustered", stops);
    }
}

TEST(SequentialDecision, decidesASixtyFivePercentWinRateReasonablySoon) {
    Random random(65);
    std::vector<std::int64_t> prompts;
    for (int study = 0; study < 300; ++study) {
        prompts.push_back(promptsUntilDecided(0.65, 0.1, 3, 1000, random));
    }
    std::sort(prompts.begin(), prompts.end());
    EXPECT_LE(prompts[150], 90);   // of three votes each; a plan of fixed size needs 40 at a power of 0.8
    EXPECT_LE(prompts[285], 250);  // 95 of 100
}

TEST(SequentialDecision, staysDecidedAndCountsUndecidedPromptsAsNothing) {
    SequentialDecision decision(2);
    const double before = decision.evidence();
    decision.addPrompt(1, 1);
    decision.addPrompt(0, 0);
    EXPECT_DOUBLE_EQ(decision.evidence(), before);
    for (int i = 0; i < 12; ++i) {
        decision.addPrompt(2, 0);
    }
    ASSERT_TRUE(decision.decided());
    for (int i = 0; i < 12; ++i) {
        decision.addPrompt(0, 2);
    }
    EXPECT_TRUE(decision.decided());
    expectError(ErrorKind::BadInput, "3 votes", [&] { decision.addPrompt(2, 1); });
    expectError(ErrorKind::BadInput, "level", [] { SequentialDecision(1, 1.0); });
}

}  // namespace
}  // namespace musicrl
