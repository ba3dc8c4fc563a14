// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/StoredClip.h"

#include "audio/AudioFile.h"
#include "base/Hash.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

Clip shortClip() {
    Clip clip;
    clip.sampleRateHz = 16000;
    clip.channels = 1;
    clip.samples = {0.0F, 0.5F, -0.5F, 0.25F};
    return clip;
}

ClipRecipe recipeNamed(const std::string& model) {
    ClipRecipe recipe;
    recipe.modelName = model;
    recipe.prompt = Prompt{"p", "slow piano", 1.0, 7};
    return recipe;
}

TEST(StoredClip, hasARecordThatKnowsItsBytes) {
    const TemporaryFolder folder;
    storeClip(folder / "a.flac", shortClip(), recipeNamed("demo"), RewardBreakdown{0.5, {}});
    const ClipRecord record = readClipRecord(folder / "a.flac");
    EXPECT_EQ(record.sha256, sha256OfFile(folder / "a.flac"));
    EXPECT_EQ(record.recipe.modelName, "demo");
    EXPECT_EQ(record.scores.value().total, 0.5);
    EXPECT_EQ(readAudioFile(folder / "a.flac").samples.size(), 4U);
}

TEST(StoredClip, leavesNoAudioWithoutItsRecord) {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "a.json" / "occupied");
    EXPECT_ANY_THROW(storeClip(folder / "a.flac", shortClip(), recipeNamed("demo"), std::nullopt));
    EXPECT_FALSE(std::filesystem::exists(folder / "a.flac"));
}

}  // namespace
}  // namespace musicrl
