// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
#include "music/musiclm/HierarchicalLm.h"
#include "music/musiclm/SeededDraws.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

#include <cmath>
#include <gtest/gtest.h>
#include <map>

namespace musicrl {
namespace {

HierarchicalLmConfig tiny() {
    HierarchicalLmConfig config;
    config.layout = {.coarseLevels = 2, .codesPerFrame = 1};
    config.vocabulary = 5;
    config.conditioningTokens = 2;
    config.conditioningVocabulary = 4;
    config.maxFrames = 8;
    config.globalLayers = 2;
    config.globalWidth = 16;
    config.globalHeads = 2;
    config.globalFeedForward = 32;
    config.localLayers = 2;
    config.localWidth = 12;
    config.localHeads = 2;
    config.localFeedForward = 24;
    return config;
}

HierarchicalLmConfig tinyConditionedEverywhere() {
    HierarchicalLmConfig config = tiny();
    config.conditionEveryFrame = true;
    return config;
}

HierarchicalLmConfig tinyGuided() {
    HierarchicalLmConfig config = tinyConditionedEverywhere();
    config.guidance = 1.5;
    config.plainConditioning = {3, 0};
    return config;
}

/// Weights far from the small start, so that distributions differ between positions.
HierarchicalLm lively(std::uint64_t seed, const HierarchicalLmConfig& config = tiny()) {
    torch::manual_seed(seed);
    HierarchicalLm model(config);
    const torch::NoGradGuard noGrad;
    for (torch::Tensor& parameter : model.module().parameters()) {
        parameter.add_(torch::randn_like(parameter) * 0.3);
    }
    return model;
}

torch::Tensor someTokens(std::int64_t clips, std::int64_t frames) {
    torch::manual_seed(77);
    return torch::randint(5, {clips, frames * 3}, torch::kLong);
}

torch::Tensor someConditioning(std::int64_t clips) {
    torch::manual_seed(78);
    return torch::randint(4, {clips, 2}, torch::kLong);
}

TEST(HierarchicalLm, logProbsAreNormalised) {
    const HierarchicalLm model = lively(1);
    const torch::NoGradGuard noGrad;
    const auto logProbs = model.logProbs(someTokens(2, 4), someConditioning(2), 0.7);
    ASSERT_EQ(logProbs.sizes(), (std::vector<std::int64_t>{2, 12, 5}));
    EXPECT_LT((logProbs.exp().sum(-1) - 1.0).abs().max().item<double>(), 1e-5);
}

// The cached path draws token = inverse CDF of its own probabilities at a known uniform number, so sampling from the
// teacher-forced distributions with the same numbers must give the same tokens, everywhere.
void expectCachedPathAgrees(const HierarchicalLm& model) {
    const torch::NoGradGuard noGrad;
    std::vector<std::uint64_t> seeds;
    for (std::uint64_t i = 0; i < 64; ++i) {
        seeds.push_back(100 + i);
    }
    const auto conditioning = someConditioning(64);
    const auto tokens = model.sample(conditioning, 8, 0.8, seeds, {});
    const auto probabilities = model.logProbs(tokens, conditioning, 0.8).exp();
    const auto uniforms = seededUniforms(seeds, 24, torch::kCPU);
    // Only numbers within rounding of a boundary may fall to its other side.
    EXPECT_GE(drawFrom(probabilities, uniforms).eq(tokens).to(torch::kFloat64).mean().item<double>(), 0.998);
    EXPECT_GT(std::get<0>(torch::_unique(tokens)).numel(), 4);
}

TEST(HierarchicalLm, cachedSamplingDrawsFromTheTeacherForcedDistribution) {
    expectCachedPathAgrees(lively(2));
}

TEST(HierarchicalLm, cachedSamplingAgreesWhereEveryFrameIsConditioned) {
    expectCachedPathAgrees(lively(2, tinyConditionedEverywhere()));
}

TEST(HierarchicalLm, cachedSamplingAgreesWhereThePolicyIsGuided) {
    expectCachedPathAgrees(lively(2, tinyGuided()));
}

TEST(HierarchicalLm, guidanceLeansAwayFromThePlainText) {
    const HierarchicalLm model = lively(15, tinyGuided());
    const torch::NoGradGuard noGrad;
    const auto tokens = someTokens(1, 3);
    const auto asked = model.unguidedLogits(tokens, torch::tensor({{0, 1}}, torch::kLong));
    const auto plain = model.unguidedLogits(tokens, torch::tensor({{3, 0}}, torch::kLong));
    const auto guided = model.logits(tokens, torch::tensor({{0, 1}}, torch::kLong));
    EXPECT_LT((guided - (2.5 * asked - 1.5 * plain)).abs().max().item<double>(), 1e-4);
    const auto same = model.logits(tokens, torch::tensor({{3, 0}}, torch::kLong));
    EXPECT_LT((same - plain).abs().max().item<double>(), 1e-4);
}

TEST(HierarchicalLm, aStartFromCodebooksPutsNearConditionsNear) {
    torch::manual_seed(14);
    HierarchicalLm model(tinyConditionedEverywhere());
    torch::Tensor codebooks = torch::randn({2, 4, 6});
    codebooks[0][1] = codebooks[0][0] + 0.01;  // tokens 0 and 1 of the first place mean nearly the same
    model.startConditioningFrom(codebooks);
    const torch::NoGradGuard noGrad;
    const auto tokens = someTokens(1, 3);
    const auto given = [&](std::int64_t first) {
        return model.logProbs(tokens, torch::tensor({{first, std::int64_t{2}}}, torch::kLong), 1.0);
    };
    const double near = (given(0) - given(1)).abs().max().item<double>();
    const double far = (given(0) - given(3)).abs().max().item<double>();
    EXPECT_GT(far, 10.0 * near);
    expectError(ErrorKind::BadInput, "codebooks", [&] { model.startConditioningFrom(torch::randn({2, 5, 6})); });
}

TEST(HierarchicalLm, samplingFrequenciesMatchTheProbabilities) {
    const HierarchicalLm model = lively(3);
    const torch::NoGradGuard noGrad;
    const std::int64_t clips = 4000;
    std::vector<std::uint64_t> seeds(clips);
    for (std::size_t i = 0; i < seeds.size(); ++i) {
        seeds[i] = i;
    }
    const auto conditioning = someConditioning(1).expand({clips, 2}).contiguous();
    const auto tokens = model.sample(conditioning, 1, 1.0, seeds, {});
    const auto counts = torch::bincount(tokens.select(1, 0), {}, 5).to(torch::kFloat64) / static_cast<double>(clips);
    const auto expected = model.logProbs(tokens.narrow(0, 0, 1), conditioning.narrow(0, 0, 1), 1.0)[0][0].exp();
    EXPECT_LT((counts - expected).abs().max().item<double>(), 0.03);
}

TEST(HierarchicalLm, noPositionSeesItsOwnOrLaterTokens) {
    const HierarchicalLm model = lively(4);
    const torch::NoGradGuard noGrad;
    const auto tokens = someTokens(1, 5);
    const auto conditioning = someConditioning(1);
    const auto before = model.logProbs(tokens, conditioning, 1.0);
    for (std::int64_t changed = 0; changed < 15; ++changed) {
        auto other = tokens.clone();
        other[0][changed] = (other[0][changed] + 1) % 5;
        const auto difference = (model.logProbs(other, conditioning, 1.0) - before).abs().amax(-1)[0];
        EXPECT_EQ(difference.slice(0, 0, changed + 1).max().item<double>(), 0.0) << changed;
        if (changed < 14) {
            EXPECT_GT(difference[changed + 1].item<double>(), 1e-5) << changed;
        }
    }
}

TEST(HierarchicalLm, conditioningReachesEveryPosition) {
    const HierarchicalLm model = lively(5);
    const torch::NoGradGuard noGrad;
    const auto tokens = someTokens(1, 4);
    const auto a = model.logProbs(tokens, torch::tensor({{0, 1}}, torch::kLong), 1.0);
    const auto b = model.logProbs(tokens, torch::tensor({{0, 2}}, torch::kLong), 1.0);
    EXPECT_GT((a - b).abs().amax(-1).min().item<double>(), 1e-6);
}

TEST(HierarchicalLm, aClipDependsOnItsOwnSeedAlone) {
    const HierarchicalLm model = lively(6);
    const auto conditioning = someConditioning(3);
    const auto together = model.sample(conditioning, 6, 0.99, {11, 12, 13}, {});
    const auto alone = model.sample(conditioning.narrow(0, 1, 1), 6, 0.99, {12}, {});
    EXPECT_TRUE(torch::equal(together.narrow(0, 1, 1), alone));
    EXPECT_TRUE(torch::equal(together, model.sample(conditioning, 6, 0.99, {11, 12, 13}, {})));
    EXPECT_FALSE(torch::equal(together, model.sample(conditioning, 6, 0.99, {21, 22, 23}, {})));
}

TEST(HierarchicalLm, aShorterClipIsTheBeginningOfALongerOne) {
    const HierarchicalLm model = lively(7);
    const auto conditioning = someConditioning(1);
    const auto longer = model.sample(conditioning, 8, 0.99, {5}, {});
    EXPECT_TRUE(torch::equal(model.sample(conditioning, 3, 0.99, {5}, {}), longer.narrow(1, 0, 9)));
}

TEST(HierarchicalLm, cloneHasWeightsOfItsOwn) {
    const HierarchicalLm model = lively(8);
    const torch::NoGradGuard noGrad;
    const auto tokens = someTokens(1, 3);
    const auto conditioning = someConditioning(1);
    const auto before = model.logProbs(tokens, conditioning, 1.0);
    const auto copy = model.clone();
    EXPECT_TRUE(torch::equal(copy->logProbs(tokens, conditioning, 1.0), before));
    for (torch::Tensor& parameter : copy->module().parameters()) {
        EXPECT_TRUE(parameter.requires_grad());
        parameter.add_(torch::randn_like(parameter));
    }
    EXPECT_TRUE(torch::equal(model.logProbs(tokens, conditioning, 1.0), before));
    EXPECT_FALSE(torch::equal(copy->logProbs(tokens, conditioning, 1.0), before));
}

TEST(HierarchicalLm, hiddenIsWhatTheOutputLayerSees) {
    const HierarchicalLm model = lively(9);
    const torch::NoGradGuard noGrad;
    const auto tokens = someTokens(2, 3);
    const auto hidden = model.hidden(tokens, someConditioning(2));
    ASSERT_EQ(hidden.sizes(), (std::vector<std::int64_t>{2, 9, 12}));
    const auto parameters = model.module().named_parameters();
    const auto logits = torch::matmul(hidden[1][5], parameters["head_weights"][2]) + parameters["head_biases"][2][0];
    EXPECT_LT((logits - model.logits(tokens, someConditioning(2))[1][5]).abs().max().item<double>(), 1e-5);
}

TEST(HierarchicalLm, logitsOfSomeFramesAreThoseOfAll) {
    const HierarchicalLm model = lively(12, tinyConditionedEverywhere());
    const torch::NoGradGuard noGrad;
    const auto tokens = someTokens(2, 4);
    const auto all = model.unguidedLogits(tokens, someConditioning(2)).view({8, 3, 5});
    const auto inside = torch::tensor({6, 1, 3}, torch::kLong);
    const HierarchicalLm::PartialLogits some = model.partialLogits(tokens, someConditioning(2), inside);
    EXPECT_LT((some.first - all.select(1, 0)).abs().max().item<double>(), 1e-5);
    EXPECT_LT((some.others - all.index_select(0, inside).slice(1, 1)).abs().max().item<double>(), 1e-5);
}

TEST(HierarchicalLm, tellsTheFutureNothingOfAFrameThatIsNotSeen) {
    const HierarchicalLm model = lively(13);
    const torch::NoGradGuard noGrad;
    const auto seen = torch::tensor({1, 0, 1, 1, 1, 1, 1, 1}).view({2, 4}).to(torch::kBool);
    const auto all = torch::arange(8);
    const auto tokens = someTokens(2, 4);
    auto others = tokens.clone();
    others.slice(1, 3, 6).copy_((others.slice(1, 3, 6) + 1).remainder(5));  // frame 1 of both clips
    const auto first = model.partialLogits(tokens, someConditioning(2), all, seen).first.view({2, 4, 5});
    const auto second = model.partialLogits(others, someConditioning(2), all, seen).first.view({2, 4, 5});
    EXPECT_TRUE(torch::equal(first[0], second[0]));
    EXPECT_FALSE(torch::equal(first[1], second[1]));
}

TEST(HierarchicalLm, learnsASequenceByHeart) {
    torch::manual_seed(10);
    HierarchicalLm model(tiny());
    const auto tokens = someTokens(2, 6);
    const auto conditioning = torch::tensor({{0, 1}, {2, 3}}, torch::kLong);
    torch::optim::Adam optimizer(model.module().parameters(), torch::optim::AdamOptions(5e-3));
    for (int i = 0; i < 300; ++i) {
        optimizer.zero_grad();
        const auto picked = model.logProbs(tokens, conditioning, 1.0).gather(2, tokens.unsqueeze(2));
        (-picked.mean()).backward();
        optimizer.step();
    }
    EXPECT_TRUE(torch::equal(model.sample(conditioning, 6, 0.05, {1, 2}, {}), tokens));
}

TEST(HierarchicalLm, survivesSavingAsFloat16) {
    const TemporaryFolder folder;
    const HierarchicalLm model = lively(11, tinyGuided());
    saveHierarchicalLm(folder.path(), model);
    const auto loaded = loadHierarchicalLm(folder.path(), torch::kCPU);
    const torch::NoGradGuard noGrad;
    const auto tokens = someTokens(1, 3);
    const auto conditioning = someConditioning(1);
    EXPECT_EQ(toJson(loaded->config()), toJson(model.config()));
    EXPECT_LT((loaded->logProbs(tokens, conditioning, 1.0) - model.logProbs(tokens, conditioning, 1.0))
                  .abs()
                  .max()
                  .item<double>(),
              0.05);
}

TEST(HierarchicalLm, refusesWhatItCannotSample) {
    const HierarchicalLm model = lively(12);
    const auto conditioning = someConditioning(1);
    expectError(ErrorKind::BadInput, "1 to 8 frames", [&] { (void)model.sample(conditioning, 9, 1.0, {1}, {}); });
    expectError(ErrorKind::BadInput, "1 to 8 frames", [&] { (void)model.sample(conditioning, 0, 1.0, {1}, {}); });
    expectError(ErrorKind::BadInput, "temperature", [&] { (void)model.sample(conditioning, 2, 0.0, {1}, {}); });
    expectError(ErrorKind::BadInput, "conditioning", [&] { (void)model.sample(conditioning, 2, 1.0, {1, 2}, {}); });
    expectError(ErrorKind::BadInput, "frames of 3", [&] {
        (void)model.logProbs(torch::zeros({1, 4}, torch::kLong), conditioning, 1.0);
    });
}

TEST(HierarchicalLm, stopsBetweenFrames) {
    const HierarchicalLm model = lively(13);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW((void)model.sample(someConditioning(1), 8, 1.0, {1}, JobContext(stop.get_token(), {})), JobStopped);
}

TEST(SeededDraws, neverDrawWhatIsImpossible) {
    const auto probabilities = torch::tensor({0.0F, 0.5F, 0.0F, 0.5F, 0.0F}).expand({5, 5});
    const auto uniforms = torch::tensor({0.0, 0.4999, 0.5, 0.75, 1.0 - 1e-16}, torch::kFloat64);
    const auto drawn = drawFrom(probabilities, uniforms);
    EXPECT_TRUE(torch::equal(drawn, torch::tensor({1, 1, 3, 3, 3}, torch::kLong)));
}

}  // namespace
}  // namespace musicrl
