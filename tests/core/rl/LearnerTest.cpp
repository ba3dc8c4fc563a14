// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Learner.h"

#include "base/Hash.h"
#include "support/ExpectError.h"
#include "support/FaultyPolicy.h"
#include "support/HungryPolicy.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>
#include <limits>

namespace musicrl {
namespace {

constexpr std::int64_t clipCount = 8;
const std::vector<double> rewards = {0.1, 0.9, 0.4, -0.3, 0.6, 0.2, 1.1, 0.0};

Recipe recipeOf(Algorithm algorithm) {
    Recipe recipe;
    recipe.algorithm = algorithm;
    recipe.batchClips = clipCount;
    recipe.learningRate = 0.02;
    recipe.valueLearningRate = 0.02;
    recipe.ppo = {.epochs = 1, .minibatches = 1};
    return recipe;
}

RolloutBatch clipsOf(const Policy& policy) {
    RolloutBatch batch;
    batch.conditioning = torch::arange(clipCount).remainder(4).unsqueeze(1);
    batch.tokens = policy.sample(batch.conditioning, 6, 0.99, {1, 2, 3, 4, 5, 6, 7, 8}, JobContext());
    return batch;
}

UpdateReport updateOf(Learner& learner) {
    return learner.update(clipsOf(learner.policy()), rewards,
                          {.alpha = 0.1, .learns = Learns::PolicyAndValue, .seed = 3});
}

std::vector<std::string> savedBy(Learner& learner) {
    const TemporaryFolder folder;
    learner.save(folder.path());
    std::vector<std::string> hashes;
    for (const char* name : {"policy.safetensors", "value.safetensors", "optimizer.safetensors"}) {
        if (std::filesystem::exists(folder / name)) {
            hashes.push_back(sha256OfFile(folder / name));
        }
    }
    return hashes;
}

torch::Tensor weightsOf(const Learner& learner) {
    std::vector<torch::Tensor> flat;
    for (const torch::Tensor& weight : learner.policy().module().parameters()) {
        flat.push_back(weight.detach().flatten());
    }
    return torch::cat(flat);
}

TEST(Learner, ofPpoLearnsWhatReinforceDoesFromOnePassAndWholeReturns) {
    const TinyPolicy start(1);
    Recipe recipe = recipeOf(Algorithm::Ppo);
    recipe.ppo.gaeLambda = 1.0;
    Learner ppo(start, nullptr, recipe);
    Learner reinforce(start, nullptr, recipeOf(Algorithm::Reinforce));
    const UpdateReport one = updateOf(ppo);
    const UpdateReport other = updateOf(reinforce);
    EXPECT_NEAR(one.policyGradientNorm, other.policyGradientNorm, 1e-4 * other.policyGradientNorm);
    EXPECT_NEAR(one.value->loss, other.value->loss, 1e-5);
    EXPECT_EQ(one.policy.klNats, other.policy.klNats);
    EXPECT_NEAR(one.ratios->mean, 1.0, 1e-6);
    const torch::Tensor before = weightsOf(Learner(start, nullptr, recipe));
    EXPECT_GT((weightsOf(ppo) - before).abs().max().item<double>(), 0.01);
    EXPECT_TRUE(torch::allclose(weightsOf(ppo), weightsOf(reinforce), 0.0, 1e-4));
}

TEST(Learner, ofPpoMovesAwayFromThePolicyThatSampledAndTellsHowFar) {
    Recipe recipe = recipeOf(Algorithm::Ppo);
    recipe.ppo = {.epochs = 5, .minibatches = 3};
    recipe.gradientClip = 10.0;
    Learner learner(TinyPolicy(1), nullptr, recipe);
    const UpdateReport report = updateOf(learner);
    EXPECT_TRUE(report.applied()) << report.fault;
    EXPECT_GT(report.ratios->approximateKlNats, 1e-5);
    EXPECT_GT(report.ratios->variance, 1e-5);
    EXPECT_EQ(report.policy.klNats, 0.0) << "measured before the first update";
    EXPECT_GT(updateOf(learner).policy.klNats, 0.0);
}

TEST(Learner, withTheKlInTheReturnStartsLikeThePaperAndThenDiffers) {
    Recipe recipe = recipeOf(Algorithm::Reinforce);
    Learner paper(TinyPolicy(1), nullptr, recipe);
    recipe.klInReturn = true;
    Learner whole(TinyPolicy(1), nullptr, recipe);
    EXPECT_NEAR(updateOf(whole).policyGradientNorm, updateOf(paper).policyGradientNorm, 1e-4)
        << "no KL yet, and V is 0";
    EXPECT_TRUE(torch::allclose(weightsOf(whole), weightsOf(paper), 0.0, 1e-4));
    (void)updateOf(whole);
    (void)updateOf(paper);
    EXPECT_FALSE(torch::allclose(weightsOf(whole), weightsOf(paper), 0.0, 1e-4));
}

TEST(Learner, measuresTheDivergenceFromBothItsStartAndTheModelAsShipped) {
    const TinyPolicy base(1);
    const TinyPolicy start(2);
    Learner learner(start, &base, recipeOf(Algorithm::Reinforce));
    const UpdateReport report = updateOf(learner);
    EXPECT_EQ(report.policy.klNats, 0.0);
    EXPECT_GT(report.policy.klBaseNats, 0.1);
    Learner fromBase(base, nullptr, recipeOf(Algorithm::Reinforce));
    (void)updateOf(fromBase);
    const UpdateReport second = updateOf(fromBase);
    EXPECT_GT(second.policy.klNats, 0.0);
    EXPECT_EQ(second.policy.klBaseNats, second.policy.klNats);
}

class LearnerOf : public testing::TestWithParam<Algorithm> {};

TEST_P(LearnerOf, keepsEveryWeightAndMomentWhenAGradientIsNotANumber) {
    const FaultyPolicy start(1, 2);
    Learner learner(start, nullptr, recipeOf(GetParam()));
    EXPECT_TRUE(updateOf(learner).applied());
    const std::vector<std::string> before = savedBy(learner);
    EXPECT_EQ(updateOf(learner).fault, "the policy's gradient");
    EXPECT_EQ(savedBy(learner), before);
    EXPECT_TRUE(updateOf(learner).applied());
    EXPECT_NE(savedBy(learner), before);
}

TEST_P(LearnerOf, keepsEveryWeightAndMomentWhenARewardIsNoFiniteNumber) {
    Learner learner(TinyPolicy(1), nullptr, recipeOf(GetParam()));
    EXPECT_TRUE(updateOf(learner).applied());
    const std::vector<std::string> before = savedBy(learner);
    for (const double wrong :
         {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -1e300}) {
        std::vector<double> faulty = rewards;
        faulty[3] = wrong;
        const UpdateReport report = learner.update(clipsOf(learner.policy()), faulty, {.alpha = 0.1});
        EXPECT_EQ(report.fault, "a reward") << wrong;
        EXPECT_GT(report.policy.entropyNats, 0.0) << "what can be measured is";
        EXPECT_EQ(savedBy(learner), before) << wrong;
    }
}

TEST_P(LearnerOf, learnsTheSameInSmallerPassesWhenTheMemoryIsNotEnough) {
    Recipe recipe = recipeOf(GetParam());
    recipe.klInReturn = true;  // measures before it learns, too
    Learner roomy(TinyPolicy(1), nullptr, recipe);
    Learner tight(HungryPolicy(1, 3), nullptr, recipe);
    EXPECT_NEAR(updateOf(tight).policyGradientNorm, updateOf(roomy).policyGradientNorm, 1e-3);
    EXPECT_EQ(tight.tokensPerPass(), 2 * 12) << "8 clips, 4, then 2 at a time";
    EXPECT_EQ(roomy.tokensPerPass(), 16384);
    EXPECT_TRUE(torch::allclose(weightsOf(tight), weightsOf(roomy), 0.0, 1e-4));
    EXPECT_TRUE(updateOf(tight).applied());
    EXPECT_EQ(tight.tokensPerPass(), 2 * 12) << "for good, and no further";
}

INSTANTIATE_TEST_SUITE_P(All, LearnerOf,
                         testing::Values(Algorithm::Reinforce, Algorithm::Ppo, Algorithm::Rloo, Algorithm::Grpo));

TEST(Learner, saysThatTheMemoryIsNotEnoughWhenNotEvenOneClipFits) {
    Learner learner(HungryPolicy(1, 0), nullptr, recipeOf(Algorithm::Reinforce));
    const RolloutBatch clips = clipsOf(TinyPolicy(1));
    expectError(ErrorKind::OutOfMemory, "memory is not enough",
                [&] { (void)learner.update(clips, rewards, UpdateSettings{.alpha = 0.1}); });
}

TEST(Learner, ofPpoEndsABatchAtTheFirstFaultAndKeepsWhatWasLearnedBefore) {
    Recipe recipe = recipeOf(Algorithm::Ppo);
    recipe.ppo = {.epochs = 4, .minibatches = 1};
    const FaultyPolicy start(1, 3);
    Learner faulty(start, nullptr, recipe);
    EXPECT_EQ(updateOf(faulty).fault, "the policy's gradient");
    EXPECT_EQ(start.passes(), 3);
    recipe.ppo.epochs = 2;
    Learner sound(TinyPolicy(1), nullptr, recipe);
    EXPECT_TRUE(updateOf(sound).applied());
    EXPECT_EQ(savedBy(faulty), savedBy(sound));
}

}  // namespace
}  // namespace musicrl
