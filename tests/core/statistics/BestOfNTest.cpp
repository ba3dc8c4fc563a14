// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "statistics/BestOfN.h"
#include "support/ExpectError.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

/// Every subset of n of the draws, one after another.
double meanBestOfSubsets(const std::vector<double>& scores, const std::vector<double>& values, int n) {
    double sum = 0.0;
    int subsets = 0;
    for (unsigned chosen = 0; chosen < 1U << scores.size(); ++chosen) {
        if (__builtin_popcount(chosen) != n) {
            continue;
        }
        std::size_t best = scores.size();
        for (std::size_t i = 0; i < scores.size(); ++i) {
            if ((chosen >> i & 1U) != 0U && (best == scores.size() || scores[i] > scores[best])) {
                best = i;
            }
        }
        sum += values[best];
        ++subsets;
    }
    return sum / subsets;
}

/// KL(best of n || one draw) of a draw from these probabilities, lowest reward first, by its definition.
double klByEnumeration(const std::vector<double>& probabilities, int n) {
    double below = 0.0;
    double kl = 0.0;
    for (const double probability : probabilities) {
        const double best = std::pow(below + probability, n) - std::pow(below, n);
        kl += best > 0.0 ? best * std::log(best / probability) : 0.0;
        below += probability;
    }
    return kl;
}

TEST(BestOfN, expectsWhatAllSubsetsGiveOnTheMean) {
    const std::vector<double> scores = {0.3, -1.2, 2.5, 0.31, 0.9, -0.4, 1.7};
    const std::vector<double> others = {5.0, 1.0, -2.0, 0.5, 3.0, 2.0, 0.0};
    const std::vector<double> highest = expectedBestOf(scores, scores);
    const std::vector<double> ofOthers = expectedBestOf(scores, others);
    ASSERT_EQ(highest.size(), 7U);
    for (int n = 1; n <= 7; ++n) {
        const auto place = static_cast<std::size_t>(n - 1);
        EXPECT_NEAR(highest[place], meanBestOfSubsets(scores, scores, n), 1e-12) << n;
        EXPECT_NEAR(ofOthers[place], meanBestOfSubsets(scores, others, n), 1e-12) << n;
    }
}

TEST(BestOfN, sharesTheValuesOfEqualScores) {
    const std::vector<double> expected = expectedBestOf({1.0, 1.0, 0.0}, {4.0, 8.0, 1.0});
    EXPECT_NEAR(expected[0], 13.0 / 3.0, 1e-12);
    EXPECT_NEAR(expected[1], 6.0, 1e-12) << "two of three always hold one of the best";
    EXPECT_NEAR(expected[2], 6.0, 1e-12);
    EXPECT_EQ(expectedBestOf({1.0, 1.0, 0.0}, {4.0, 8.0, 1.0}), expectedBestOf({0.0, 1.0, 1.0}, {1.0, 8.0, 4.0}));
}

TEST(BestOfN, isUnbiasedForDrawsFromAKnownDistribution) {
    Random random(3);
    std::vector<double> mean(10, 0.0);
    constexpr int rounds = 4000;
    for (int round = 0; round < rounds; ++round) {
        std::vector<double> draws;
        for (int i = 0; i < 10; ++i) {
            draws.push_back(random.uniform());
        }
        const std::vector<double> expected = expectedBestOf(draws, draws);
        for (std::size_t n = 0; n < 10; ++n) {
            mean[n] += expected[n] / rounds;
        }
    }
    for (std::size_t n = 1; n <= 10; ++n) {
        const auto draws = static_cast<double>(n);
        EXPECT_NEAR(mean[n - 1], draws / (draws + 1.0), 0.006) << "the highest of n uniform numbers, four errors";
    }
}

TEST(BestOfN, hasTheDivergenceThatADirectSumOverAFineDistributionGives) {
    const std::vector<double> fine(200'000, 1.0 / 200'000);
    for (const int n : {1, 2, 4, 16, 64}) {
        EXPECT_NEAR(bestOfKlNats(n), klByEnumeration(fine, n), 1e-3) << n;
    }
    EXPECT_NEAR(bestOfKlNats(4), 0.6363, 1e-4);
    EXPECT_NEAR(bestOfKlNats(1000), 5.9088, 1e-4);
}

TEST(BestOfN, boundsTheDivergenceOnADistributionOfAFewRewards) {
    const std::vector<double> coarse = {0.1, 0.4, 0.2, 0.25, 0.05};
    for (int n = 1; n <= 12; ++n) {
        EXPECT_LE(klByEnumeration(coarse, n), bestOfKlNats(n) + 1e-12) << n;
    }
    EXPECT_EQ(bestOfKlNats(1), 0.0);
    EXPECT_NEAR(klByEnumeration(coarse, 1), 0.0, 1e-15);
}

TEST(BestOfN, staysFiniteForManyDraws) {
    std::vector<double> draws;
    for (int i = 0; i < 5000; ++i) {
        draws.push_back(i);
    }
    const std::vector<double> expected = expectedBestOf(draws, draws);
    EXPECT_NEAR(expected.front(), 2499.5, 1e-6);
    EXPECT_NEAR(expected[2499], 2500.0 / 2501.0 * 5001.0 - 1.0, 1e-6)
        << "of n of the numbers 1 to N, n (N + 1) / (n + 1)";
    EXPECT_NEAR(expected.back(), 4999.0, 1e-9);
}

TEST(BestOfN, refusesWhatHasNoBest) {
    expectError(ErrorKind::BadInput, "The best of 0", [] { (void)bestOfKlNats(0); });
    expectError(ErrorKind::BadInput, "0 scores", [] { (void)expectedBestOf({}, {}); });
    expectError(ErrorKind::BadInput, "1 values", [] { (void)expectedBestOf({1.0, 2.0}, {1.0}); });
    expectError(ErrorKind::BadInput, "not a number", [] { (void)expectedBestOf({1.0, std::nan("")}, {1.0, 2.0}); });
}

}  // namespace
}  // namespace musicrl
