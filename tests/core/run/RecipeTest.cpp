// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/Recipe.h"

#include "base/Paths.h"
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
    recipe.ppo = {.clipRange = 0.3, .gaeLambda = 1.0, .epochs = 2, .minibatches = 3, .whitenAdvantages = true};
    const Recipe again = recipeFromJson(parseToml(toTomlText(toJson(recipe)), "x"), "x");
    EXPECT_EQ(toJson(again).dump(), toJson(recipe).dump());
}

TEST(Recipe, isKnownByNameOrByPath) {
    EXPECT_THAT(recipeNames(), testing::IsSupersetOf({"mulan", "quality", "r"}));
    for (const std::string& name : recipeNames()) {
        EXPECT_EQ(readRecipe(name).name, name);
    }
    EXPECT_EQ(readRecipe("mulan").rewardWeights, (std::map<std::string, double>{{"mulan", 1.0}}));
    const TemporaryFolder folder;
    EXPECT_EQ(readRecipe(folder.write("a.toml", "steps = 3\n").string()).steps, 3);
}

TEST(Recipe, shippedOnesShowEveryKeyButTheFilesOfPrompts) {
    const Json all = toJson(Recipe());
    for (const std::string name : {"mulan", "quality", "r"}) {
        const Json shipped = readTomlFile(resourcesFolder() / "recipes" / (name + ".toml"));
        for (const auto& [key, value] : all.items()) {
            EXPECT_EQ(shipped.contains(key), key != "prompts" && key != "sample_prompts_file") << name << ": " << key;
        }
    }
}

TEST(Recipe, namesTheKnownOnesForAnUnknownName) {
    expectError(ErrorKind::NotFound, "There is no recipe \"rr\". Known recipes: mulan, quality, r", [] { (void)readRecipe("rr"); });
    expectError(ErrorKind::NotFound, "./none.toml", [] { (void)readRecipe("./none.toml"); });
}

TEST(Recipe, refusesUnknownKeysAndValuesOutOfRange) {
    const auto read = [](const std::string& text) { (void)recipeFromJson(parseToml(text, "a.toml"), "a.toml"); };
    expectError(ErrorKind::BadInput, "a.toml: the key \"step\" is unknown. Known keys: algorithm, alpha,", [&] { read("step = 3"); });
    expectError(ErrorKind::BadInput, "\"alpha\" is 1.5, but must be a number from 0 to 1", [&] { read("alpha = 1.5"); });
    expectError(ErrorKind::BadInput, "\"steps\" is 0", [&] { read("steps = 0"); });
    expectError(ErrorKind::BadInput, "\"temperature\" is 0", [&] { read("temperature = 0.0"); });
    expectError(ErrorKind::BadInput, "\"seed\" is -1", [&] { read("seed = -1"); });
    expectError(ErrorKind::BadInput, "the key \"mulann\" is unknown. Known keys: mulan, preference, quality", [&] { read("[rewards]\nmulann = 1"); });
    expectError(ErrorKind::BadInput, "\"algorithm\" is \"dpo\", but must be one of reinforce, ppo, rloo, grpo",
                [&] { read("algorithm = 'dpo'"); });
    expectError(ErrorKind::BadInput, "a.toml, [ppo]: \"gae_lambda\" is 1.1", [&] { read("[ppo]\ngae_lambda = 1.1"); });
    expectError(ErrorKind::BadInput, "at least one weight", [&] { read("[rewards]\nmulan = 0"); });
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
    EXPECT_EQ(groupSize(read("algorithm = 'grpo'")), 4);
    EXPECT_FALSE(hasValueNetwork(read("algorithm = 'grpo'").algorithm));
}

}  // namespace
}  // namespace musicrl
