// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/FineMask.h"
#include "music/musiclm/SoundStormFine.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>
#include <numbers>

namespace musicrl {
namespace {

SoundStormFineConfig tiny() {
    SoundStormFineConfig config;
    config.levels = 4;
    config.coarseLevels = 2;
    config.vocabulary = 7;
    config.semanticVocabulary = 5;
    config.layers = 1;
    config.width = 16;
    config.heads = 2;
    config.feedForward = 32;
    return config;
}

struct Given {
    torch::Tensor semantic = torch::randint(5, {3, 6}, torch::kLong);
    torch::Tensor coarse = torch::randint(7, {3, 2, 12}, torch::kLong);
};

TEST(FineMask, hidesTheShareThatSoundStormHides) {
    Random random(1);
    const std::int64_t clips = 4000;
    const std::int64_t steps = 100;
    const FineMask mask = drawFineMask(clips, steps, {.coarseLevels = 4, .levels = 8, .promptShare = 0.0}, random);
    EXPECT_NEAR(mask.hidden.to(torch::kFloat64).mean().item<double>(), 2.0 / std::numbers::pi, 0.01);  // E cos(u)
    const auto levels = torch::bincount(mask.levels, {}, 8).to(torch::kFloat64) / static_cast<double>(clips);
    EXPECT_EQ(levels.slice(0, 0, 4).sum().item<double>(), 0.0);
    EXPECT_LT((levels.slice(0, 4) - 0.25).abs().max().item<double>(), 0.03);

    const FineMask prompted = drawFineMask(clips, steps, {.coarseLevels = 4, .levels = 8, .promptShare = 1.0}, random);
    EXPECT_NEAR(prompted.prompts.to(torch::kFloat64).mean().item<double>(), 49.5, 2.0);
    const auto inPrompt = torch::arange(steps).unsqueeze(0).lt(prompted.prompts.unsqueeze(1));
    EXPECT_FALSE(prompted.hidden.logical_and(inPrompt).any().item<bool>());
    EXPECT_TRUE(prompted.hidden.any(1).all().item<bool>());
}

TEST(FineMask, leavesCoarserLevelsAndThePromptOpen) {
    FineMask mask{torch::tensor({2}, torch::kLong), torch::zeros({1, 5}, torch::kBool),
                  torch::tensor({2}, torch::kLong)};
    mask.hidden[0][3] = true;
    const auto codes = torch::arange(20).view({1, 4, 5});
    const auto hidden = hideFine(codes, mask, 99);
    EXPECT_TRUE(torch::equal(hidden.narrow(1, 0, 2), codes.narrow(1, 0, 2)));
    EXPECT_TRUE(torch::equal(hidden[0][2], torch::tensor({10, 11, 12, 99, 14})));
    EXPECT_TRUE(torch::equal(hidden[0][3], torch::tensor({15, 16, 99, 99, 99})));
}

TEST(SoundStormFine, fillsTheFineLevelsAndLeavesTheCoarseOnes) {
    torch::manual_seed(1);
    SoundStormFine model(tiny());
    model.eval();
    const Given given;
    for (const std::int64_t iterations : {1, 5, 40}) {
        const auto codes = model.fill(given.semantic, given.coarse, iterations, {1, 2, 3}, {});
        ASSERT_EQ(codes.sizes(), (std::vector<std::int64_t>{3, 4, 12}));
        EXPECT_TRUE(torch::equal(codes.narrow(1, 0, 2), given.coarse));
        EXPECT_LT(codes.max().item<std::int64_t>(), 7);
    }
}

TEST(SoundStormFine, isDeterministicInItsSeeds) {
    torch::manual_seed(2);
    SoundStormFine model(tiny());
    model.eval();
    const Given given;
    const auto first = model.fill(given.semantic, given.coarse, 6, {1, 2, 3}, {});
    EXPECT_TRUE(torch::equal(first, model.fill(given.semantic, given.coarse, 6, {1, 2, 3}, {})));
    EXPECT_FALSE(torch::equal(first, model.fill(given.semantic, given.coarse, 6, {4, 5, 6}, {})));
    const auto greedy = model.fill(given.semantic, given.coarse, 1, {1, 2, 3}, {});
    EXPECT_TRUE(torch::equal(greedy, model.fill(given.semantic, given.coarse, 1, {4, 5, 6}, {})));
}

// A rule that only a model that reads its input can know: the fine code is the coarse one plus the semantic token.
TEST(SoundStormFine, learnsARule) {
    torch::manual_seed(3);
    SoundStormFine model(tiny());
    const auto ruled = [](const torch::Tensor& semantic, const torch::Tensor& coarse) {
        const auto level2 = (coarse.select(1, 0) + semantic.repeat_interleave(2, 1)) % 7;
        const auto level3 = (level2 + coarse.select(1, 1)) % 7;
        return torch::cat({coarse, level2.unsqueeze(1), level3.unsqueeze(1)}, 1);
    };
    torch::optim::Adam optimizer(model.parameters(), torch::optim::AdamOptions(5e-3));
    Random random(4);
    for (int i = 0; i < 400; ++i) {
        const auto semantic = torch::randint(5, {16, 6}, torch::kLong);
        const auto codes = ruled(semantic, torch::randint(7, {16, 2, 12}, torch::kLong));
        const FineMask mask = drawFineMask(16, 12, {.coarseLevels = 2, .levels = 4, .promptShare = 0.0}, random);
        const auto logits = model.logits(semantic, hideFine(codes, mask, model.maskCode()), mask.levels);
        const auto level = mask.levels.view({-1, 1, 1}).expand({-1, 1, 12});
        const auto right = codes.gather(1, level).squeeze(1).index({mask.hidden});
        optimizer.zero_grad();
        torch::nn::functional::cross_entropy(logits.index({mask.hidden}), right).backward();
        optimizer.step();
    }
    model.eval();
    const Given given;
    const auto filled = model.fill(given.semantic, given.coarse, 3, {1, 2, 3}, {});
    EXPECT_GT(filled.eq(ruled(given.semantic, given.coarse)).to(torch::kFloat64).mean().item<double>(), 0.9);
}

TEST(SoundStormFine, survivesSavingAndRefusesWrongShapes) {
    const TemporaryFolder folder;
    torch::manual_seed(5);
    SoundStormFine model(tiny());
    saveSoundStormFine(folder.path(), model);
    const auto loaded = loadSoundStormFine(folder.path(), torch::kCPU);
    const Given given;
    EXPECT_EQ(toJson(loaded->config()), toJson(tiny()));
    expectError(ErrorKind::BadInput, "iteration", [&] {
        (void)loaded->fill(given.semantic, given.coarse, 0, {1, 2, 3}, {});
    });
    expectError(ErrorKind::BadInput, "coarse", [&] {
        (void)loaded->fill(given.semantic, given.coarse, 1, {1, 2}, {});
    });
    Json noFine = toJson(tiny());
    noFine["coarse_levels"] = 4;
    expectError(ErrorKind::BadInput, "no fine level",
                [&] { (void)soundStormFineConfigFromJson(noFine, "config.json"); });
}

}  // namespace
}  // namespace musicrl
