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
    expectError(ErrorKind::BadInput, "a.toml: the key \"step\" is unknown. Known keys: alpha,", [&] { read("step = 3"); });
    expectError(ErrorKind::BadInput, "\"alpha\" is 1.5, but must be a number from 0 to 1", [&] { read("alpha = 1.5"); });
    expectError(ErrorKind::BadInput, "\"steps\" is 0", [&] { read("steps = 0"); });
    expectError(ErrorKind::BadInput, "\"temperature\" is 0", [&] { read("temperature = 0.0"); });
    expectError(ErrorKind::BadInput, "\"seed\" is -1", [&] { read("seed = -1"); });
    expectError(ErrorKind::BadInput, "the key \"mulann\" is unknown. Known keys: mulan, quality", [&] { read("[rewards]\nmulann = 1"); });
    expectError(ErrorKind::BadInput, "at least one weight", [&] { read("[rewards]\nmulan = 0"); });
}

}  // namespace
}  // namespace musicrl
