// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/PromptBatches.h"

#include "rl/Minibatches.h"
#include "support/ExpectError.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace musicrl {
namespace {

std::vector<Prompt> promptsNamed(int count) {
    std::vector<Prompt> prompts(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        prompts[static_cast<std::size_t>(i)].text = std::to_string(i);
    }
    return prompts;
}

Recipe recipeOf(Algorithm algorithm) {
    Recipe recipe;
    recipe.algorithm = algorithm;
    recipe.batchClips = 12;
    recipe.clipsPerPrompt = 3;
    recipe.clipSeconds = 2.5;
    return recipe;
}

std::set<std::uint64_t> seedsOf(const std::vector<Prompt>& prompts) {
    std::set<std::uint64_t> seeds;
    for (const Prompt& prompt : prompts) {
        seeds.insert(prompt.seed);
    }
    return seeds;
}

TEST(PromptBatches, putClipsOfOnePromptBesideEachOtherWhereTheyAreCompared) {
    const std::vector<Prompt> batch = PromptBatches(promptsNamed(20), recipeOf(Algorithm::Rloo)).batchOf(3);
    ASSERT_EQ(batch.size(), 12U);
    std::set<std::string> different;
    for (std::size_t i = 0; i < 12; ++i) {
        EXPECT_EQ(batch[i].text, batch[i - i % 3].text);
        EXPECT_EQ(batch[i].durationSeconds, 2.5);
        different.insert(batch[i].text);
    }
    EXPECT_EQ(different.size(), 4U);
    EXPECT_EQ(seedsOf(batch).size(), 12U) << "or the clips would be equal";
}

TEST(PromptBatches, areOfAsManyPromptsAsClipsOtherwise) {
    const std::vector<Prompt> batch = PromptBatches(promptsNamed(20), recipeOf(Algorithm::Ppo)).batchOf(1);
    std::set<std::string> different;
    for (const Prompt& prompt : batch) {
        different.insert(prompt.text);
    }
    EXPECT_EQ(different.size(), 12U);
}

TEST(PromptBatches, needAPrompt) {
    expectError(ErrorKind::BadInput, "no prompt", [] { (void)PromptBatches({}, Recipe()); });
}

TEST(Minibatches, useEveryClipOnceAnEpochInPartsOfAlikeSize) {
    const auto updates = minibatches(10, 3, 2, 1);
    ASSERT_EQ(updates.size(), 6U);
    for (std::size_t epoch = 0; epoch < 2; ++epoch) {
        std::vector<std::int64_t> used;
        for (std::size_t part = 0; part < 3; ++part) {
            const auto& chosen = updates[3 * epoch + part];
            EXPECT_GE(chosen.size(), 3U);
            EXPECT_LE(chosen.size(), 4U);
            used.insert(used.end(), chosen.begin(), chosen.end());
        }
        std::sort(used.begin(), used.end());
        EXPECT_EQ(used, (std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
    }
    EXPECT_NE(updates[0], updates[3]);
    EXPECT_EQ(updates, minibatches(10, 3, 2, 1));
    EXPECT_NE(updates, minibatches(10, 3, 2, 2));
}

}  // namespace
}  // namespace musicrl
