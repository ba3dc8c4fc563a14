// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Paths.h"
#include "base/Toml.h"
#include "run/RecipeFiles.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

using Weights = std::map<std::string, double>;

TEST(RecipeFiles, areKnownByNameOrByPath) {
    EXPECT_THAT(recipeNames(), testing::IsSupersetOf({"joint", "joint-full", "mulan", "mulan-full", "quality",
                                                      "quality-full", "r", "r-full", "ru", "ru-full", "u", "u-full"}));
    for (const std::string& name : recipeNames()) {
        EXPECT_EQ(readRecipe(name).name, name);
    }
    const TemporaryFolder folder;
    EXPECT_EQ(readRecipe(folder.write("a.toml", "steps = 3\n").string()).steps, 3);
}

TEST(RecipeFiles, haveTheRewardsOfThePapersModels) {
    for (const std::string scale : {"", "-full"}) {
        EXPECT_EQ(readRecipe("mulan" + scale).rewardWeights, (Weights{{"mulan", 1.0}}));
        EXPECT_EQ(readRecipe("quality" + scale).rewardWeights, (Weights{{"quality", 1.0}}));
        EXPECT_EQ(readRecipe("r" + scale).rewardWeights, (Weights{{"mulan", 1.0}, {"quality", 1.0}}));
        EXPECT_EQ(readRecipe("u" + scale).rewardWeights, (Weights{{"preference", 1.0}}));
        EXPECT_EQ(readRecipe("ru" + scale).rewardWeights, (Weights{{"preference", 1.0}}));
        EXPECT_EQ(readRecipe("joint" + scale).rewardWeights.size(), 3U);
        EXPECT_EQ(readRecipe("ru" + scale).after, "r" + scale);
        EXPECT_EQ(readRecipe("ru" + scale).reference, "start") << "R, where it starts";
        EXPECT_EQ(readRecipe("u" + scale).after, "");
    }
}

/// Cideron et al., MusicRL, 2024, sections 3.3 and 4.2: steps trained, and the checkpoint used.
TEST(RecipeFiles, atFullScaleHaveThePapersSteps) {
    const std::map<std::string, std::pair<std::int64_t, std::int64_t>> paper = {{"mulan-full", {20'000, 0}},
                                                                                {"quality-full", {20'000, 0}},
                                                                                {"r-full", {20'000, 10'000}},
                                                                                {"u-full", {5'000, 2'000}},
                                                                                {"ru-full", {1'000, 1'000}}};
    for (const auto& [name, steps] : paper) {
        const Recipe recipe = readRecipe(name);
        EXPECT_EQ(recipe.steps, steps.first) << name;
        EXPECT_EQ(recipe.selection, steps.second) << name;
        EXPECT_EQ(recipe.clipSeconds, 30.0) << name;
        EXPECT_EQ(recipe.temperature, 0.99) << name;
        EXPECT_EQ(recipe.alarms.klBudgetNats, 60.0) << name << ": the end of the KL axis of its figures";
        EXPECT_EQ(recipe.alarms.window, 100) << name;
        EXPECT_EQ(recipe.algorithm, Algorithm::Reinforce) << name;
    }
}

TEST(RecipeFiles, takeFromTheirBaseWhatTheyLeaveOut) {
    const TemporaryFolder folder;
    (void)folder.write("base.toml",
                       "alpha = 0.5\nsteps = 9\n[ppo]\nepochs = 7\nminibatches = 2\n[rewards]\nmulan = 2.0\n");
    const Recipe recipe = readRecipe(
        folder.write("mine.toml", "based_on = 'base.toml'\nsteps = 3\n[ppo]\nepochs = 1\n[rewards]\nquality = 1.0\n")
            .string());
    EXPECT_EQ(recipe.alpha, 0.5);
    EXPECT_EQ(recipe.steps, 3);
    EXPECT_EQ(recipe.ppo.epochs, 1);
    EXPECT_EQ(recipe.ppo.minibatches, 2) << "of the base's table";
    EXPECT_EQ(recipe.rewardWeights, (Weights{{"quality", 1.0}})) << "rewards are replaced";
    EXPECT_EQ(readRecipe(folder.write("r2.toml", "based_on = 'r'\n").string()).rewardWeights,
              readRecipe("r").rewardWeights);
}

TEST(RecipeFiles, refuseABaseThatIsNone) {
    const TemporaryFolder folder;
    const std::string circle = folder.write("circle.toml", "based_on = 'circle.toml'\n").string();
    expectError(ErrorKind::BadInput, "that is not itself based on this one", [&] { (void)readRecipe(circle); });
    const std::string number = folder.write("number.toml", "based_on = 3\n").string();
    expectError(ErrorKind::BadInput, "\"based_on\" must be the name or path", [&] { (void)readRecipe(number); });
    const std::string unknown = folder.write("unknown.toml", "based_on = 'rr'\n").string();
    expectError(ErrorKind::NotFound, "There is no recipe \"rr\"", [&] { (void)readRecipe(unknown); });
}

TEST(RecipeFiles, showEveryKeyInTheOneThatOthersAreBasedOn) {
    const Json shipped = readTomlFile(resourcesFolder() / "recipes" / "r.toml");
    const Json recipe = toJson(Recipe());
    const Json alarms = toJson(AlarmSettings());
    for (const auto& [key, value] : recipe.items()) {
        EXPECT_EQ(shipped.contains(key), key != "prompts" && key != "sample_prompts_file") << key;
    }
    for (const auto& [key, value] : alarms.items()) {
        EXPECT_TRUE(shipped.at("alarms").contains(key)) << key;
    }
}

TEST(RecipeFiles, nameTheKnownOnesForAnUnknownName) {
    expectError(ErrorKind::NotFound, "There is no recipe \"rr\". Known recipes: ", [] { (void)readRecipe("rr"); });
    expectError(ErrorKind::NotFound, "./none.toml", [] { (void)readRecipe("./none.toml"); });
}

}  // namespace
}  // namespace musicrl
