// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <vector>

namespace musicrl {
namespace {

TEST(Random, repeatsItsSequenceForASeed) {
    Random first(7);
    Random second(7);
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(first.uniform(), second.uniform());
    }
}

TEST(Random, startsLikeTheStandardsGenerator) {
    // The standard fixes mt19937_64's 10000th draw; ours are its upper 53 bits.
    Random random(5489);
    double last = 0.0;
    for (int i = 0; i < 10000; ++i) {
        last = random.uniform();
    }
    EXPECT_EQ(last, static_cast<double>(9981545732273789042ULL >> 11U) * 0x1.0p-53);
}

TEST(Random, hasTheMomentsOfItsDistributions) {
    constexpr int draws = 100'000;
    Random random(3);
    double uniformSum = 0.0;
    double normalSum = 0.0;
    double normalSquares = 0.0;
    for (int i = 0; i < draws; ++i) {
        uniformSum += random.uniform();
        const double value = random.normal();
        normalSum += value;
        normalSquares += value * value;
    }
    EXPECT_NEAR(uniformSum / draws, 0.5, 0.005);
    EXPECT_NEAR(normalSum / draws, 0.0, 0.02);
    EXPECT_NEAR(normalSquares / draws, 1.0, 0.02);
}

TEST(Random, shufflesIntoAPermutation) {
    std::vector<int> items{1, 2, 3, 4, 5, 6, 7, 8};
    const std::vector<int> sorted = items;
    Random(1).shuffle(items);
    EXPECT_NE(items, sorted);
    EXPECT_TRUE(std::is_permutation(items.begin(), items.end(), sorted.begin()));
}

TEST(DeriveSeed, differsByEachOfItsParts) {
    std::set<std::uint64_t> seeds;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        for (const char* stream : {"rollout", "value", "sample", ""}) {
            for (std::uint64_t index = 0; index < 100; ++index) {
                seeds.insert(deriveSeed(seed, stream, index));
            }
        }
    }
    EXPECT_EQ(seeds.size(), 4000U);
}

}  // namespace
}  // namespace musicrl
