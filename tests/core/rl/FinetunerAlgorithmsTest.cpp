// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Finetuner.h"

#include "job/runJob.h"
#include "support/RunReading.h"
#include "support/TemporaryFolder.h"
#include "support/ToyRun.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

/// What each algorithm adds to the paper's, in two settings that between them use every option.
struct Variant {
    std::string name;
    std::function<void(Recipe&)> choose;
};

class FinetunerBy : public testing::TestWithParam<Variant> {};

TEST_P(FinetunerBy, raisesAToyReward) {
    const TemporaryFolder folder;
    Recipe recipe = toyRecipe();
    recipe.steps = 40;
    recipe.batchClips = 16;
    recipe.alpha = 0.001;
    recipe.sampleEvery = 40;
    recipe.checkpointEvery = 40;
    GetParam().choose(recipe);
    const RunDirectory run = RunDirectory::create(folder / "run", recipe);
    ToyRun().run(run);
    EXPECT_GT(meanOf(run, "objective/scores", 31, 10), meanOf(run, "objective/scores", 1, 5) + 0.15);
    EXPECT_GT(meanOf(run, "objective/kl", 31, 10), 0.5);
}

TEST_P(FinetunerBy, goesOnAfterAStopAsIfThereHadBeenNone) {
    const TemporaryFolder folder;
    const ToyRun setting;
    Recipe recipe = toyRecipe();
    GetParam().choose(recipe);
    const RunDirectory straight = RunDirectory::create(folder / "straight", recipe);
    setting.run(straight);
    const RunDirectory stopped = RunDirectory::create(folder / "stopped", recipe);
    EXPECT_EQ(runAndStop(setting, stopped, [](const JobMessage& message) { return isRow(message, 3); }).ending,
              JobEnding::Stopped);
    setting.resume(stopped);
    expectSameRun(stopped, straight);
}

INSTANTIATE_TEST_SUITE_P(
    Algorithms, FinetunerBy,
    testing::Values(Variant{"reinforceWithTheKlInTheReturn", [](Recipe& recipe) { recipe.klInReturn = true; }},
                    Variant{"ppo", [](Recipe& recipe) { recipe.algorithm = Algorithm::Ppo; }},
                    Variant{"ppoInMinibatchesOfWhitenedAdvantages",
                            [](Recipe& recipe) {
                                recipe.algorithm = Algorithm::Ppo;
                                recipe.ppo.minibatches = 2;
                                recipe.ppo.epochs = 2;
                                recipe.ppo.gaeLambda = 0.95;
                                recipe.ppo.whitenAdvantages = true;
                                recipe.klInReturn = true;
                            }},
                    Variant{"rloo",
                            [](Recipe& recipe) {
                                recipe.algorithm = Algorithm::Rloo;
                                recipe.clipsPerPrompt = 2;
                                recipe.klInReturn = true;
                            }},
                    Variant{"grpo",
                            [](Recipe& recipe) {
                                recipe.algorithm = Algorithm::Grpo;
                                recipe.klControl = KlControl::Adaptive;
                            }}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace musicrl
