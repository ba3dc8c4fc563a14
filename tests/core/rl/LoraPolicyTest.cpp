// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "music/musiclm/HierarchicalLm.h"
#include "rl/KlDivergence.h"
#include "rl/Learner.h"
#include "rl/LoraPolicy.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "support/TinyPolicy.h"
#include "tensor/WeightsFile.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

HierarchicalLm languageModel(std::uint64_t seed = 1) {
    torch::manual_seed(seed);
    HierarchicalLmConfig config;
    config.layout = {.coarseLevels = 2, .codesPerFrame = 1};
    config.vocabulary = 7;
    config.conditioningTokens = 2;
    config.conditioningVocabulary = 4;
    config.maxFrames = 20;
    config.globalLayers = 2;
    config.globalWidth = 16;
    config.globalHeads = 2;
    config.globalFeedForward = 24;
    config.localLayers = 1;
    config.localWidth = 8;
    config.localHeads = 2;
    config.localFeedForward = 12;
    return HierarchicalLm(config);
}

Recipe adaptedRecipe() {
    Recipe recipe;
    recipe.batchClips = 4;
    recipe.learningRate = 0.02;
    recipe.valueLearningRate = 0.02;
    recipe.lora = {.rank = 2, .alpha = 4.0};
    return recipe;
}

RolloutBatch clipsOf(const Policy& policy) {
    RolloutBatch batch;
    batch.conditioning = torch::tensor({{0, 1}, {2, 3}, {1, 1}, {3, 0}}, torch::kInt64);
    batch.tokens = policy.sample(batch.conditioning, 5, 0.99, {1, 2, 3, 4}, JobContext());
    return batch;
}

UpdateReport learnOnce(Learner& learner) {
    return learner.update(clipsOf(learner.policy()), {0.1, 0.9, -0.4, 0.5},
                          {.alpha = 0.1, .learns = Learns::PolicyAndValue});
}

torch::Tensor logProbsOf(const Policy& policy, const RolloutBatch& clips) {
    const torch::NoGradGuard noGradients;
    return policy.logProbs(clips.tokens, clips.conditioning, 0.99);
}

torch::Tensor flatWeights(const torch::nn::Module& module) {
    std::vector<torch::Tensor> flat;
    for (const torch::Tensor& weight : module.parameters()) {
        flat.push_back(weight.detach().flatten().clone());
    }
    return torch::cat(flat);
}

void disturb(LoraPolicy& policy) {
    const torch::NoGradGuard noGradients;
    for (torch::Tensor& weight : policy.module().parameters()) {
        weight.add_(0.3 * torch::randn_like(weight));
    }
}

TEST(LoraPolicy, startsAsItsBaseWithADivergenceOfExactlyZero) {
    const HierarchicalLm base = languageModel();
    const LoraPolicy policy(base, {.rank = 3}, 1);
    const RolloutBatch clips = clipsOf(policy);
    EXPECT_TRUE(torch::equal(clips.tokens, clipsOf(base).tokens));
    EXPECT_TRUE(torch::equal(logProbsOf(policy, clips), logProbsOf(base, clips)));
    EXPECT_EQ(
        klPerClip(logProbsOf(policy, clips), logProbsOf(*policy.withAdaptersOff(), clips)).abs().max().item<double>(),
        0.0);
    Learner learner({.start = base}, adaptedRecipe());
    EXPECT_EQ(learnOnce(learner).policy.klNats, 0.0);
    EXPECT_GT(learnOnce(learner).policy.klNats, 0.0);
}

TEST(LoraPolicy, learnsThroughItsAdaptersAloneAndLeavesTheBaseAsItWas) {
    const HierarchicalLm base = languageModel();
    const torch::Tensor before = flatWeights(base.module());
    Learner learner({.start = base}, adaptedRecipe());
    const auto& policy = dynamic_cast<const LoraPolicy&>(learner.policy());
    const torch::Tensor adaptersBefore = flatWeights(policy.module());
    for (int step = 0; step < 3; ++step) {
        EXPECT_TRUE(learnOnce(learner).applied());
    }
    EXPECT_TRUE(torch::equal(flatWeights(policy.baseModule()), before));
    EXPECT_TRUE(torch::equal(flatWeights(base.module()), before));
    EXPECT_FALSE(torch::equal(flatWeights(policy.module()), adaptersBefore));
    for (const torch::Tensor& weight : policy.baseModule().parameters()) {
        EXPECT_FALSE(weight.requires_grad());
        EXPECT_FALSE(weight.grad().defined());
    }
}

TEST(LoraPolicy, takesTheGradientThatTheMergedWeightsHaveByTheChainRule) {
    LoraPolicy policy(languageModel(), {.rank = 2, .alpha = 4.0, .targets = {"layer1.attention.in"}}, 1);
    disturb(policy);
    const RolloutBatch clips = clipsOf(policy);
    policy.logProbs(clips.tokens, clips.conditioning, 0.99).square().sum().backward();
    const TemporaryFolder folder;
    policy.saveMerged(folder / "policy.safetensors");
    HierarchicalLm merged = languageModel(2);
    loadModule(folder / "policy.safetensors", merged.module());
    merged.logProbs(clips.tokens, clips.conditioning, 0.99).square().sum().backward();
    const torch::Tensor ofWeight = merged.module().named_parameters()["global.layer1.attention.in.weight"].grad();
    const auto adapter = policy.module().named_parameters();
    ASSERT_EQ(adapter.size(), 2U);
    const torch::Tensor a = adapter[0].value().detach();
    const torch::Tensor b = adapter[1].value().detach();
    EXPECT_TRUE(torch::allclose(adapter[0].value().grad(), 2.0 * b.t().matmul(ofWeight), 1e-3, 1e-3));
    EXPECT_TRUE(torch::allclose(adapter[1].value().grad(), 2.0 * ofWeight.matmul(a.t()), 1e-3, 1e-3));
}

TEST(LoraPolicy, isTheSamePolicyWithAdaptersMergedOrApart) {
    LoraPolicy policy(languageModel(), {.rank = 2}, 1);
    disturb(policy);
    const RolloutBatch clips = clipsOf(policy);
    const TemporaryFolder folder;
    savePolicy(folder.path(), policy);
    HierarchicalLm merged = languageModel(2);
    loadModule(folder / "policy.safetensors", merged.module());
    EXPECT_TRUE(torch::allclose(logProbsOf(policy, clips), logProbsOf(merged, clips), 1e-4, 1e-5));
    EXPECT_FALSE(torch::allclose(logProbsOf(policy, clips), logProbsOf(*policy.withAdaptersOff(), clips), 1e-2, 1e-2));
    EXPECT_TRUE(torch::equal(clips.tokens, clipsOf(merged).tokens)) << "sampling uses the sum itself";
    const std::unique_ptr<Policy> copy = policy.clone();
    EXPECT_TRUE(torch::equal(logProbsOf(*copy, clips), logProbsOf(policy, clips)));
    disturb(policy);
    EXPECT_FALSE(torch::allclose(logProbsOf(*copy, clips), logProbsOf(policy, clips), 1e-2, 1e-2));
}

TEST(LoraPolicy, goesOnLearningBitForBitFromItsFiles) {
    const HierarchicalLm base = languageModel();
    Learner first({.start = base}, adaptedRecipe());
    (void)learnOnce(first);
    const TemporaryFolder half;
    first.save(half.path());
    (void)learnOnce(first);
    Learner second({.start = base}, adaptedRecipe());
    second.load(half.path());
    (void)learnOnce(second);
    const TemporaryFolder one;
    const TemporaryFolder other;
    first.save(one.path());
    second.save(other.path());
    for (const char* file :
         {"policy.safetensors", "adapter.safetensors", "value.safetensors", "optimizer.safetensors"}) {
        EXPECT_EQ(sha256OfFile(one / file), sha256OfFile(other / file)) << file;
    }
}

TEST(LoraPolicy, countsWhatLearnsAndHoldsSharedWeightsOnce) {
    const HierarchicalLm base = languageModel();
    const std::int64_t all = flatWeights(base.module()).numel();
    const std::unique_ptr<Policy> reference = referenceFrom(base);
    const WeightUse whole = weightUse(base, *reference, nullptr);
    EXPECT_EQ(whole.learning, all);
    EXPECT_EQ(whole.held, 2 * all);
    EXPECT_NEAR(whole.megabytes, 5.0 * 4.0 * static_cast<double>(all) * 1e-6, 1e-9);
    const LoraPolicy policy(base, {.rank = 1, .targets = {"local.layer0.narrow"}}, 1);
    const WeightUse adapted = weightUse(policy, *policy.withAdaptersOff(), nullptr);
    EXPECT_EQ(adapted.learning, 12 + 8);
    EXPECT_EQ(adapted.held, all + 12 + 8);
    EXPECT_NE(weightUseText(adapted).find("million weights learn"), std::string::npos);
}

TEST(LoraPolicy, tellsTheLayersThatThereAreForAnUnknownTarget) {
    expectError(ErrorKind::BadInput, "No layer of the model is called \"to_local\"",
                [] { LoraPolicy(languageModel(), {.rank = 1, .targets = {"to_local"}}, 1); });
    expectError(ErrorKind::BadInput, "global.layer0.attention.in, global.layer0.attention.out",
                [] { LoraPolicy(languageModel(), {.rank = 1, .targets = {"attention.i"}}, 1); });
    expectError(ErrorKind::BadInput, "it has no transformer", [] { LoraPolicy(TinyPolicy(1), {.rank = 1}, 1); });
}

}  // namespace
}  // namespace musicrl
