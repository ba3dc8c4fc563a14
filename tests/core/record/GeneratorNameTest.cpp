// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/GeneratorName.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

ClipRecipe recipeOf(const std::string& checkpoint) {
    ClipRecipe recipe;
    recipe.modelName = "demo";
    recipe.checkpoint = checkpoint;
    return recipe;
}

TEST(GeneratorName, isTheModelAsShippedOrARunsStep) {
    EXPECT_EQ(generatorName(recipeOf("")), "demo · base");
    EXPECT_EQ(generatorName(recipeOf("/p/runs/ru/checkpoints/step-00000040")), "ru @ 40");
    EXPECT_EQ(generatorName(recipeOf("runs/quick-8/checkpoints/step-00000008")), "quick-8 @ 8");
    EXPECT_EQ(generatorName(recipeOf("runs/quick-8/checkpoints/step-00000008/")), "quick-8 @ 8");
}

TEST(GeneratorName, tellsRunsOfOneModelAndStepApart) {
    EXPECT_NE(generatorName(recipeOf("/p/runs/r/checkpoints/step-00000060")),
              generatorName(recipeOf("/p/runs/u/checkpoints/step-00000060")));
}

TEST(GeneratorName, findsTheRunOfASampleInItsPath) {
    const ClipRecipe sample = recipeOf("checkpoints/step-00000040");
    EXPECT_EQ(generatorName(sample, "/p/runs/ru/samples/step-00000040/a.flac"), "ru @ 40");
    EXPECT_EQ(generatorName(sample), "demo @ 40");
    EXPECT_EQ(generatorName(recipeOf(""), "/p/runs/ru/samples/step-00000000/a.flac"), "demo · base");
}

TEST(GeneratorName, keepsTheFolderOfACheckpointWithoutAStep) {
    EXPECT_EQ(generatorName(recipeOf("/elsewhere/tuned")), "demo @ tuned");
}

TEST(GeneratorName, hasAPlainForm) {
    EXPECT_EQ(plainName("demo · base"), "demo-base");
    EXPECT_EQ(plainName("ru @ 40"), "ru-40");
    EXPECT_EQ(plainName("../x"), "x");
    EXPECT_EQ(plainName("·"), "model");
    EXPECT_EQ(plainName(std::string(63, 'a') + " @ 1"), std::string(63, 'a'));
}

}  // namespace
}  // namespace musicrl
