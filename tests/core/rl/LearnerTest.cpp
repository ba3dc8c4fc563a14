// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Learner.h"

#include "base/Hash.h"
#include "support/ExpectError.h"
#include "support/FaultyPolicy.h"
#include "support/HungryPolicy.h"
#include "support/TemporaryFolder.h"
#include "tensor/WeightsFile.h"

#include <cmath>
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
    Learner ppo({start}, recipe);
    Learner reinforce({start}, recipeOf(Algorithm::Reinforce));
    const UpdateReport one = updateOf(ppo);
    const UpdateReport other = updateOf(reinforce);
    EXPECT_NEAR(one.policyGradientNorm, other.policyGradientNorm, 1e-4 * other.policyGradientNorm);
    EXPECT_NEAR(one.value->loss, other.value->loss, 1e-5);
    EXPECT_EQ(one.policy.klNats, other.policy.klNats);
    EXPECT_NEAR(one.ratios->mean, 1.0, 1e-6);
    const torch::Tensor before = weightsOf(Learner({start}, recipe));
    EXPECT_GT((weightsOf(ppo) - before).abs().max().item<double>(), 0.01);
    EXPECT_TRUE(torch::allclose(weightsOf(ppo), weightsOf(reinforce), 0.0, 1e-4));
}

TEST(Learner, ofPpoMovesAwayFromThePolicyThatSampledAndTellsHowFar) {
    Recipe recipe = recipeOf(Algorithm::Ppo);
    recipe.ppo = {.epochs = 5, .minibatches = 3};
    recipe.gradientClip = 10.0;
    Learner learner({TinyPolicy(1)}, recipe);
    const UpdateReport report = updateOf(learner);
    EXPECT_TRUE(report.applied()) << report.fault;
    EXPECT_GT(report.ratios->approximateKlNats, 1e-5);
    EXPECT_GT(report.ratios->variance, 1e-5);
    EXPECT_EQ(report.policy.klNats, 0.0) << "measured before the first update";
    EXPECT_GT(updateOf(learner).policy.klNats, 0.0);
}

TEST(Learner, withTheKlInTheReturnStartsLikeThePaperAndThenDiffers) {
    Recipe recipe = recipeOf(Algorithm::Reinforce);
    Learner paper({TinyPolicy(1)}, recipe);
    recipe.klInReturn = true;
    Learner whole({TinyPolicy(1)}, recipe);
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
    Learner learner({.start = start, .base = &base}, recipeOf(Algorithm::Reinforce));
    const UpdateReport report = updateOf(learner);
    EXPECT_EQ(report.policy.klNats, 0.0);
    EXPECT_GT(report.policy.klBaseNats, 0.1);
    Learner fromBase({base}, recipeOf(Algorithm::Reinforce));
    (void)updateOf(fromBase);
    const UpdateReport second = updateOf(fromBase);
    EXPECT_GT(second.policy.klNats, 0.0);
    EXPECT_EQ(second.policy.klBaseNats, second.policy.klNats);
}

TEST(Learner, holdsItsPolicyAgainstAnotherReferenceThanItsStart) {
    const TinyPolicy reference(1);
    const TinyPolicy start(2);
    Learner learner({.start = start, .reference = &reference}, recipeOf(Algorithm::Reinforce));
    Learner other({.start = start, .base = &reference}, recipeOf(Algorithm::Reinforce));
    const double kl = updateOf(learner).policy.klNats;
    EXPECT_GT(kl, 0.1);
    EXPECT_EQ(kl, updateOf(other).policy.klBaseNats) << "the same model in another role";
    EXPECT_NE(savedBy(learner), savedBy(other));
}

/// Token by token in double precision, from the distributions.
std::vector<double> divergences(const Policy& policy, const Policy& reference, const RolloutBatch& clips, std::int64_t clip,
                                double temperature) {
    const torch::Tensor p = policy.logProbs(clips.tokens, clips.conditioning, temperature).to(torch::kFloat64);
    const torch::Tensor q = reference.logProbs(clips.tokens, clips.conditioning, temperature).to(torch::kFloat64);
    std::vector<double> sums;
    for (std::int64_t token = 0; token < p.size(1); ++token) {
        double sum = 0.0;
        for (std::int64_t a = 0; a < p.size(2); ++a) {
            const double logP = p[clip][token][a].item<double>();
            sum += std::exp(logP) * (logP - q[clip][token][a].item<double>());
        }
        sums.push_back(sum);
    }
    return sums;
}

TEST(Learner, looksAtTokensWithTheNumbersThatItsModelsGive) {
    const torch::NoGradGuard noGradients;
    const TinyPolicy start(1);
    for (const bool klInReturn : {false, true}) {
        Recipe recipe = recipeOf(Algorithm::Reinforce);
        recipe.klInReturn = klInReturn;
        Learner learner({start}, recipe);
        {
            const torch::AutoGradMode gradients(true);
            (void)updateOf(learner);
            (void)updateOf(learner);
        }
        const TemporaryFolder folder;
        learner.save(folder.path());
        ValueNetwork values(start);
        loadModule(folder / "value.safetensors", values.module());
        const RolloutBatch clips = clipsOf(learner.policy());
        const TokenFigures figures = learner.inspect(clips, rewards, 0.1);
        const torch::Tensor expectedValues = values.estimate(clips.tokens, clips.conditioning);
        const torch::Tensor logProbs = learner.policy().logProbs(clips.tokens, clips.conditioning, recipe.temperature);
        for (const std::int64_t clip : {0, 5}) {
            const std::vector<double> kl = divergences(learner.policy(), start, clips, clip, recipe.temperature);
            double toCome = klInReturn ? 0.9 * rewards.at(static_cast<std::size_t>(clip)) : rewards.at(static_cast<std::size_t>(clip));
            for (std::int64_t token = clips.tokens.size(1) - 1; token >= 0; --token) {
                const double value = expectedValues[clip][token].item<double>();
                EXPECT_NEAR(figures.klNats[clip][token].item<double>(), kl.at(static_cast<std::size_t>(token)), 1e-6);
                EXPECT_NEAR(figures.values[clip][token].item<double>(), value, 1e-6);
                EXPECT_NEAR(figures.advantages[clip][token].item<double>(), toCome - value, 1e-5);
                EXPECT_EQ(figures.logProbs[clip][token].item<float>(),
                          logProbs[clip][token][clips.tokens[clip][token].item<std::int64_t>()].item<float>());
                toCome -= klInReturn ? 0.1 * kl.at(static_cast<std::size_t>(token)) : 0.0;
            }
        }
    }
    Learner withoutValues({start}, recipeOf(Algorithm::Rloo));
    EXPECT_FALSE(withoutValues.inspect(clipsOf(start), rewards, 0.1).advantages.defined());
}

class LearnerOf : public testing::TestWithParam<Algorithm> {};

TEST_P(LearnerOf, keepsEveryWeightAndMomentWhenAGradientIsNotANumber) {
    const FaultyPolicy start(1, 2);
    Learner learner({start}, recipeOf(GetParam()));
    EXPECT_TRUE(updateOf(learner).applied());
    const std::vector<std::string> before = savedBy(learner);
    EXPECT_EQ(updateOf(learner).fault, "the policy's gradient");
    EXPECT_EQ(savedBy(learner), before);
    EXPECT_TRUE(updateOf(learner).applied());
    EXPECT_NE(savedBy(learner), before);
}

TEST_P(LearnerOf, keepsEveryWeightAndMomentWhenARewardIsNoFiniteNumber) {
    Learner learner({TinyPolicy(1)}, recipeOf(GetParam()));
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
    Learner roomy({TinyPolicy(1)}, recipe);
    Learner tight({HungryPolicy(1, 3)}, recipe);
    EXPECT_NEAR(updateOf(tight).policyGradientNorm, updateOf(roomy).policyGradientNorm, 1e-3);
    EXPECT_EQ(tight.tokensPerPass(), 2 * 12) << "8 clips, 4, then 2 at a time";
    EXPECT_EQ(roomy.tokensPerPass(), 2048);
    EXPECT_TRUE(torch::allclose(weightsOf(tight), weightsOf(roomy), 0.0, 1e-4));
    EXPECT_TRUE(updateOf(tight).applied());
    EXPECT_EQ(tight.tokensPerPass(), 2 * 12) << "for good, and no further";
}

INSTANTIATE_TEST_SUITE_P(All, LearnerOf,
                         testing::Values(Algorithm::Reinforce, Algorithm::Ppo, Algorithm::Rloo, Algorithm::Grpo));

TEST(Learner, saysThatTheMemoryIsNotEnoughWhenNotEvenOneClipFits) {
    Learner learner({HungryPolicy(1, 0)}, recipeOf(Algorithm::Reinforce));
    const RolloutBatch clips = clipsOf(TinyPolicy(1));
    expectError(ErrorKind::OutOfMemory, "memory is not enough",
                [&] { (void)learner.update(clips, rewards, UpdateSettings{.alpha = 0.1}); });
}

TEST(Learner, ofPpoEndsABatchAtTheFirstFaultAndKeepsWhatWasLearnedBefore) {
    Recipe recipe = recipeOf(Algorithm::Ppo);
    recipe.ppo = {.epochs = 4, .minibatches = 1};
    const FaultyPolicy start(1, 3);
    Learner faulty({start}, recipe);
    EXPECT_EQ(updateOf(faulty).fault, "the policy's gradient");
    EXPECT_EQ(start.passes(), 3);
    recipe.ppo.epochs = 2;
    Learner sound({TinyPolicy(1)}, recipe);
    EXPECT_TRUE(updateOf(sound).applied());
    EXPECT_EQ(savedBy(faulty), savedBy(sound));
}

}  // namespace
}  // namespace musicrl
