// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/RewardComparison.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

/// A cosine counts as it is, a MOS as (MOS − 1) / 4:.
RewardBreakdown scored(double mulan, double mulanWeight, double mos, double mosWeight) {
    RewardBreakdown clip;
    clip.terms.push_back(
        {.name = "mulan", .raw = mulan, .weight = mulanWeight, .contribution = mulanWeight * mulan, .windows = {}});
    clip.terms.push_back({.name = "quality",
                          .raw = mos,
                          .weight = mosWeight,
                          .contribution = mosWeight * (mos - 1.0) / 4.0,
                          .windows = {}});
    clip.total = clip.terms[0].contribution + clip.terms[1].contribution;
    return clip;
}

RewardBreakdown withTaste(RewardBreakdown clip, double nats, double weight) {
    clip.terms.push_back(
        {.name = "preference", .raw = nats, .weight = weight, .contribution = weight * nats, .windows = {}});
    clip.total += weight * nats;
    return clip;
}

TEST(RewardComparison, subtractsTheMixesOfOneRecipe) {
    const RewardBreakdown a = scored(0.467, 1.0, 3.92, 2.0);
    const RewardBreakdown b = scored(0.371, 1.0, 3.41, 2.0);
    const RewardComparison compared = compareRewards(a, b);
    EXPECT_EQ(compared.weights, WeightsOf::Both);
    EXPECT_NEAR(compared.terms[0].difference.value(), 0.096, 1e-12);
    EXPECT_NEAR(compared.terms[1].difference.value(), 0.1275, 1e-12);
    EXPECT_NEAR(compared.mix.value(), a.total - b.total, 1e-12);
}

TEST(RewardComparison, weighsClipsOfTwoRecipesAlike) {
    const RewardBreakdown ofR = scored(0.800, 1.0, 4.8, 1.0);
    const RewardBreakdown ofU = withTaste(scored(0.770, 0.0, 4.7, 0.0), 0.3, 1.0);  // its mix is taste alone
    const RewardComparison compared = compareRewards(ofR, ofU);
    EXPECT_EQ(compared.weights, WeightsOf::First);  // R's terms were measured in both, taste was not
    EXPECT_NEAR(compared.mix.value(), 0.030 + 0.025, 1e-12);
    EXPECT_EQ(compared.terms[2].name, "preference");
    EXPECT_FALSE(compared.terms[2].difference);
    EXPECT_TRUE(!compared.terms[2].firstHas && compared.terms[2].secondHas);

    const RewardComparison turned = compareRewards(ofU, ofR);
    EXPECT_EQ(turned.weights, WeightsOf::Second);
    EXPECT_NEAR(turned.mix.value(), -compared.mix.value(), 1e-12);
}

TEST(RewardComparison, hasTheTasteOfBothAtItsWeightOrNone) {
    const RewardBreakdown a = withTaste(scored(0.5, 1.0, 3.0, 1.0), 0.84, 0.5);
    const RewardBreakdown b = withTaste(scored(0.5, 1.0, 3.0, 1.0), -0.12, 0.0);
    const RewardComparison compared = compareRewards(a, b);
    EXPECT_EQ(compared.weights, WeightsOf::First);
    EXPECT_NEAR(compared.terms[2].difference.value(), 0.96, 1e-12);
    EXPECT_NEAR(compared.mix.value(), 0.48, 1e-12);
    EXPECT_EQ(compareRewards(b, a).mix.value(), 0.0);  // by the weights of the other, without taste
}

TEST(RewardComparison, hasNoMixWhereEachClipLacksATermOfTheOther) {
    RewardBreakdown onlyMulan = scored(0.5, 1.0, 3.0, 1.0);
    onlyMulan.terms.pop_back();
    RewardBreakdown onlyMos = scored(0.5, 1.0, 3.0, 1.0);
    onlyMos.terms.erase(onlyMos.terms.begin());
    const RewardComparison compared = compareRewards(onlyMulan, onlyMos);
    EXPECT_FALSE(compared.weights);
    EXPECT_FALSE(compared.mix);
    ASSERT_EQ(compared.terms.size(), 2U);
    EXPECT_FALSE(compared.terms[0].difference || compared.terms[1].difference);
}

}  // namespace
}  // namespace musicrl
