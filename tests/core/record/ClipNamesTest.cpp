// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
#include "record/ClipNames.h"
#include "record/StoredClip.h"
#include "support/TemporaryFolder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

ClipRecipe recipeOf(const std::string& model, std::uint64_t seed = 7, const std::string& text = "Calm piano") {
    ClipRecipe recipe;
    recipe.modelName = model;
    recipe.modelHash = "hash of " + model;
    recipe.prompt = {.id = "p", .text = text, .durationSeconds = 0.1, .seed = seed};
    return recipe;
}

class NamesOfClips : public testing::Test {
protected:
    std::string nameFor(const ClipRecipe& recipe, OtherClips others = OtherClips::KeepBoth) const {
        return ClipNames(folder_.path(), others).fileFor(recipe).filename().string();
    }
    void store(const std::string& name, const ClipRecipe& recipe) const {
        storeClip(folder_ / name, {.sampleRateHz = 8000, .samples = std::vector<float>(800)}, recipe, {});
    }

    TemporaryFolder folder_;
};

TEST_F(NamesOfClips, tellPromptAndSeedAndNumberWhatIsTakenInOneJob) {
    ClipNames names(folder_.path(), OtherClips::Refuse);
    EXPECT_EQ(names.fileFor(recipeOf("demo")), folder_ / "calm-piano-7.flac");
    EXPECT_EQ(names.fileFor(recipeOf("demo", 8)), folder_ / "calm-piano-8.flac");
    EXPECT_EQ(names.fileFor(recipeOf("demo", 7, "calm, piano!")), folder_ / "calm-piano-7-2.flac");
}

TEST_F(NamesOfClips, giveTheSameClipItsNameAgain) {
    store("calm-piano-7.flac", recipeOf("demo"));
    ClipRecipe again = recipeOf("demo");
    again.prompt.id = "of another prompt file";
    EXPECT_EQ(nameFor(again, OtherClips::Refuse), "calm-piano-7.flac");
    EXPECT_EQ(nameFor(again, OtherClips::KeepBoth), "calm-piano-7.flac");
}

TEST_F(NamesOfClips, keepAnotherModelsClip) {
    store("calm-piano-7.flac", recipeOf("demo"));
    EXPECT_EQ(nameFor(recipeOf("other")), "calm-piano-7-2.flac");
    store("calm-piano-7-2.flac", recipeOf("other"));
    EXPECT_EQ(nameFor(recipeOf("other")), "calm-piano-7-2.flac") << "its own from before";
    EXPECT_EQ(nameFor(recipeOf("third")), "calm-piano-7-3.flac");
    EXPECT_EQ(nameFor(recipeOf("third"), OtherClips::Replace), "calm-piano-7.flac");
}

TEST_F(NamesOfClips, keepAClipOfOtherSettingsOrOfUnknownOrigin) {
    store("calm-piano-7.flac", recipeOf("demo"));
    ClipRecipe warmer = recipeOf("demo");
    warmer.temperature = 1.2;
    EXPECT_EQ(nameFor(warmer), "calm-piano-7-2.flac");
    ClipRecipe longer = recipeOf("demo");
    longer.prompt.durationSeconds = 2.0;
    EXPECT_EQ(nameFor(longer), "calm-piano-7-2.flac");
    (void)folder_.write("calm-piano-8.flac", "somebody's own");
    EXPECT_EQ(nameFor(recipeOf("demo", 8)), "calm-piano-8-2.flac");
}

TEST_F(NamesOfClips, sayWhoseClipWouldBeReplaced) {
    store("calm-piano-7.flac", recipeOf("demo"));
    try {
        (void)nameFor(recipeOf("other"), OtherClips::Refuse);
        FAIL() << "not refused";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::BadInput);
        EXPECT_EQ(std::string(error.what()),
                  (folder_ / "calm-piano-7.flac").string() +
                      " is there already, a clip of demo · base that this one would replace: name another folder, or "
                      "say --force to replace it.");
    }
}

}  // namespace
}  // namespace musicrl
