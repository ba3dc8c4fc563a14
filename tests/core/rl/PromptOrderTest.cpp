// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/PromptOrder.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace musicrl {
namespace {

TEST(PromptOrder, usesEveryPromptOnceAnEpochInAnotherOrderEach) {
    const PromptOrder order(12, 4, 1);
    std::vector<std::vector<std::size_t>> epochs;
    for (std::int64_t epoch = 0; epoch < 3; ++epoch) {
        std::vector<std::size_t> used;
        for (std::int64_t step = 1; step <= 3; ++step) {
            const std::vector<std::size_t> batch = order.batchOf(3 * epoch + step);
            used.insert(used.end(), batch.begin(), batch.end());
        }
        EXPECT_EQ(std::set<std::size_t>(used.begin(), used.end()).size(), 12U);
        epochs.push_back(used);
    }
    EXPECT_NE(epochs[0], epochs[1]);
    EXPECT_NE(epochs[1], epochs[2]);
}

TEST(PromptOrder, givesAStepDifferentPromptsEvenWhenTheirNumberIsNoMultiple) {
    const PromptOrder order(10, 4, 7);
    std::map<std::size_t, int> uses;
    for (std::int64_t step = 1; step <= 200; ++step) {
        const std::vector<std::size_t> batch = order.batchOf(step);
        EXPECT_EQ(std::set<std::size_t>(batch.begin(), batch.end()).size(), 4U);
        for (const std::size_t prompt : batch) {
            ++uses[prompt];
        }
    }
    EXPECT_EQ(uses.size(), 10U);
}

TEST(PromptOrder, repeatsPromptsWhenThereAreFewerThanABatch) {
    const std::vector<std::size_t> batch = PromptOrder(3, 8, 1).batchOf(1);
    EXPECT_EQ(batch.size(), 8U);
    EXPECT_EQ(std::set<std::size_t>(batch.begin(), batch.end()).size(), 3U);
}

TEST(PromptOrder, dependsOnSeedAndStepAlone) {
    EXPECT_EQ(PromptOrder(50, 8, 3).batchOf(11), PromptOrder(50, 8, 3).batchOf(11));
    EXPECT_NE(PromptOrder(50, 8, 3).batchOf(11), PromptOrder(50, 8, 4).batchOf(11));
}

}  // namespace
}  // namespace musicrl
