// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/RecipeFiles.h"

#include "base/Toml.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

TEST(Recipe, comesBackFromItsToml) {
    Recipe recipe;
    recipe.name = "mine";
    recipe.rewardWeights = {{"quality", 2.0}};
    recipe.alpha = 0.05;
    recipe.seed = 42;
    recipe.algorithm = Algorithm::Rloo;
    recipe.clipsPerPrompt = 8;
    recipe.klInReturn = true;
    recipe.klControl = KlControl::Adaptive;
    recipe.klTargetNats = 12.5;
    recipe.after = "r";
    recipe.reference = "base";
    recipe.selection = 40;
    recipe.alarms.klBudgetNats = 12.0;
    recipe.alarms.heldOut = {"mulan", "quality"};
    recipe.alarms.stopOn = {"kl_budget"};
    recipe.ppo = {.clipRange = 0.3, .gaeLambda = 1.0, .epochs = 2, .minibatches = 3, .whitenAdvantages = true};
    const Recipe again = recipeFromJson(parseToml(toTomlText(toJson(recipe)), "x"), "x");
    EXPECT_EQ(toJson(again).dump(), toJson(recipe).dump());
}

TEST(Recipe, refusesUnknownKeysAndValuesOutOfRange) {
    const auto read = [](const std::string& text) { (void)recipeFromJson(parseToml(text, "a.toml"), "a.toml"); };
    expectError(ErrorKind::BadInput, "a.toml: the key \"step\" is unknown. Known keys: after, alarms, algorithm, alpha,", [&] { read("step = 3"); });
    expectError(ErrorKind::BadInput, "\"alpha\" is 1.5, but must be a number from 0 to 1", [&] { read("alpha = 1.5"); });
    expectError(ErrorKind::BadInput, "\"steps\" is 0", [&] { read("steps = 0"); });
    expectError(ErrorKind::BadInput, "\"temperature\" is 0", [&] { read("temperature = 0.0"); });
    expectError(ErrorKind::BadInput, "\"seed\" is -1", [&] { read("seed = -1"); });
    expectError(ErrorKind::BadInput, "the key \"mulann\" is unknown. Known keys: mulan, preference, quality", [&] { read("[rewards]\nmulann = 1"); });
    expectError(ErrorKind::BadInput, "\"algorithm\" is \"dqn\", but must be one of reinforce, ppo, rloo, grpo, dpo",
                [&] { read("algorithm = 'dqn'"); });
    expectError(ErrorKind::BadInput, "a.toml, [ppo]: \"gae_lambda\" is 1.1", [&] { read("[ppo]\ngae_lambda = 1.1"); });
    expectError(ErrorKind::BadInput, "at least one weight", [&] { read("[rewards]\nmulan = 0"); });
    expectError(ErrorKind::BadInput, "a.toml, [alarms]: \"stop_on\" has \"noise\", but may only have held_out_falls,",
                [&] { read("[alarms]\nstop_on = ['noise']"); });
    expectError(ErrorKind::BadInput, "a.toml, [alarms]: \"held_out\" has \"mos\"", [&] { read("[alarms]\nheld_out = ['mos']"); });
}

TEST(Recipe, refusesKeysThatContradictEachOther) {
    const auto read = [](const std::string& text) { return recipeFromJson(parseToml(text, "a.toml"), "a.toml"); };
    const std::string odd = "batch_clips = 10\nclips_per_prompt = 4\n";
    EXPECT_EQ(groupSize(read(odd)), 1) << "REINFORCE has no groups";
    for (const std::string algorithm : {"rloo", "grpo"}) {
        expectError(ErrorKind::BadInput, "\"batch_clips\" is 10, but must be a multiple of \"clips_per_prompt\" (4)",
                    [&] { (void)read(odd + "algorithm = '" + algorithm + "'"); });
    }
    expectError(ErrorKind::BadInput, "at least \"minibatches\" under [ppo] (11)",
                [&] { (void)read("algorithm = 'ppo'\nbatch_clips = 10\n[ppo]\nminibatches = 11"); });
    expectError(ErrorKind::BadInput, "adaptive KL control needs an \"alpha\" between 0 and 1",
                [&] { (void)read("kl_control = 'adaptive'\nalpha = 0.0"); });
    expectError(ErrorKind::BadInput, "\"selection\" is 61, but must be at most \"steps\" (60)",
                [&] { (void)read("steps = 60\nselection = 61"); });
    expectError(ErrorKind::BadInput, "\"reference\" is empty", [&] { (void)read("reference = ''"); });
    expectError(ErrorKind::BadInput, "\"batch_clips\" is 3, but must be even",
                [&] { (void)read("algorithm = 'dpo'\nbatch_clips = 3"); });
    expectError(ErrorKind::BadInput, "a.toml, [lora]: \"targets\" is empty",
                [&] { (void)read("[lora]\nrank = 4\ntargets = []"); });
    EXPECT_EQ(groupSize(read("algorithm = 'dpo'")), 1);
    EXPECT_EQ(groupSize(read("algorithm = 'grpo'")), 4);
    EXPECT_FALSE(hasValueNetwork(read("algorithm = 'grpo'").algorithm));
}

}  // namespace
}  // namespace musicrl
