// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/PairSelection.h"
#include "support/ExpectError.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace musicrl {
namespace {

PreferencePair pairOf(const std::string& prompt, PreferenceLabel label = PreferenceLabel::A,
                      const std::string& rater = "ann") {
    PreferencePair pair;
    pair.prompt = prompt;
    pair.label = label;
    pair.rater = rater;
    return pair;
}

/// 40 prompts of 1 to 5 pairs each.
std::vector<PreferencePair> manyPairs() {
    std::vector<PreferencePair> pairs;
    for (int prompt = 0; prompt < 40; ++prompt) {
        for (int i = 0; i <= prompt % 5; ++i) {
            pairs.push_back(pairOf("prompt " + std::to_string(prompt)));
        }
    }
    return pairs;
}

TEST(PairSelection, keepsTheRatersChoicesAndCountsTheRest) {
    std::vector<PreferencePair> pairs = {pairOf("p"),
                                         pairOf("p", PreferenceLabel::Tie),
                                         pairOf("p", PreferenceLabel::BothBad),
                                         pairOf("p", PreferenceLabel::CannotJudge),
                                         pairOf("p", PreferenceLabel::B, "bo"),
                                         pairOf("p")};
    pairs[5].b.listenedSeconds = 0.0;
    pairs[0].b.listenedSeconds = 2.5;
    const PairSelection selection = selectPairs(pairs, "ann");
    EXPECT_EQ(selection.pairs.size(), 2U);
    EXPECT_EQ(selection.read, 6);
    EXPECT_EQ(selection.withoutChoice, 2);
    EXPECT_EQ(selection.ofOtherRaters, 1);
    EXPECT_EQ(selection.unheard, 1);
    EXPECT_EQ(selectPairs(pairs, "").pairs.size(), 3U);
}

TEST(PairSelection, leavesVotesWithOpenEyesOutUnlessAskedForThem) {
    std::vector<PreferencePair> pairs = {pairOf("p"), pairOf("p"), pairOf("p")};
    pairs[0].blind = false;
    pairs[1].blind = true;
    EXPECT_EQ(selectPairs(pairs, "").pairs.size(), 2U);
    EXPECT_EQ(selectPairs(pairs, "").open, 1);
    EXPECT_EQ(selectPairs(pairs, "", OpenVotes::Included).pairs.size(), 3U);
}

TEST(PairSelection, namesTheRatersWhenNobodyFits) {
    const std::vector<PreferencePair> pairs = {pairOf("p", PreferenceLabel::A, "bo"), pairOf("p")};
    expectError(ErrorKind::BadInput, "the raters are ann, bo", [&] { (void)selectPairs(pairs, "cy"); });
    expectError(ErrorKind::BadInput, "1 are without a choice",
                [] { (void)selectPairs({pairOf("p", PreferenceLabel::BothBad)}, ""); });
}

TEST(PairSplit, sharesNoPromptBetweenTheSides) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const PairSplit split = splitByPrompt(manyPairs(), 0.25, seed);
        EXPECT_EQ(split.train.size() + split.heldOut.size(), manyPairs().size());
        const auto train = promptsOf(split.train);
        const auto heldOut = promptsOf(split.heldOut);
        EXPECT_EQ(train.size(), 30U);
        EXPECT_EQ(heldOut.size(), 10U);
        std::vector<std::string> shared;
        std::set_intersection(train.begin(), train.end(), heldOut.begin(), heldOut.end(), std::back_inserter(shared));
        EXPECT_TRUE(shared.empty());
    }
}

TEST(PairSplit, dependsOnTheSeedAloneAndNotOnTheOrderOfThePairs) {
    std::vector<PreferencePair> turned = manyPairs();
    std::reverse(turned.begin(), turned.end());
    const auto first = promptsOf(splitByPrompt(manyPairs(), 0.1, 3).heldOut);
    EXPECT_EQ(first, promptsOf(splitByPrompt(turned, 0.1, 3).heldOut));
    std::set<std::vector<std::string>> others;
    for (std::uint64_t seed = 4; seed < 10; ++seed) {
        others.insert(promptsOf(splitByPrompt(manyPairs(), 0.1, seed).heldOut));
    }
    EXPECT_GT(others.size(), 3U);
}

TEST(PairSplit, leavesAPromptOnEachSide) {
    const std::vector<PreferencePair> pairs = {pairOf("p"), pairOf("q")};
    for (const double share : {0.001, 0.999}) {
        EXPECT_EQ(splitByPrompt(pairs, share, 1).heldOut.size(), 1U);
        EXPECT_EQ(splitByPrompt(pairs, share, 1).train.size(), 1U);
    }
    expectError(ErrorKind::BadInput, "one prompt", [] { (void)splitByPrompt({pairOf("p"), pairOf("p")}, 0.5, 1); });
}

}  // namespace
}  // namespace musicrl
