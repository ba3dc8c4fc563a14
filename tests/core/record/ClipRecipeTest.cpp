// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/ClipRecipe.h"

#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

ClipRecord exampleRecord() {
    ClipRecord record;
    record.recipe.modelName = "demo";
    record.recipe.modelHash = "abc123";
    record.recipe.prompt = Prompt{"p", "slow piano", 10.0, 7};
    record.recipe.fineIterations = 4;
    record.recipe.engineVersion = "0.1.0";
    record.createdUtc = "2026-03-01T12:00:05Z";
    record.sha256 = "00ff";
    record.scores = RewardBreakdown{0.9, {{"mulan", 0.4, 1.0, 0.4, {{0.0, 10.0, 0.4}}}, {"quality", 3.0, 1.0, 0.5, {}}}};
    return record;
}

TEST(ClipRecord, comesBackFromBesideItsClip) {
    const TemporaryFolder folder;
    const auto clip = folder / "slow-piano-7.flac";
    writeClipRecord(clip, exampleRecord());
    EXPECT_TRUE(std::filesystem::exists(folder / "slow-piano-7.json"));
    const ClipRecord again = readClipRecord(clip);
    EXPECT_EQ(toJson(again.recipe), toJson(exampleRecord().recipe));
    EXPECT_EQ(again.createdUtc, "2026-03-01T12:00:05Z");
    EXPECT_EQ(again.sha256, "00ff");
    ASSERT_TRUE(again.scores.has_value());
    EXPECT_EQ(toJson(*again.scores), toJson(*exampleRecord().scores));
    EXPECT_EQ(again.scores->find("mulan")->windows.front().endSeconds, 10.0);
    EXPECT_EQ(again.scores->find("preference"), nullptr);
}

TEST(ClipRecord, needsNoScores) {
    const TemporaryFolder folder;
    ClipRecord record = exampleRecord();
    record.scores.reset();
    writeClipRecord(folder / "a.flac", record);
    EXPECT_FALSE(readClipRecord(folder / "a.flac").scores.has_value());
}

TEST(ClipRecord, saysWhatIsWrongWithItsFile) {
    const TemporaryFolder folder;
    expectError(ErrorKind::NotFound, "a.json", [&] { (void)readClipRecord(folder / "a.flac"); });
    folder.write("b.json", R"({"format": 2})");
    expectError(ErrorKind::BadInput, "has format 2, but this version reads format 1", [&] { (void)readClipRecord(folder / "b.flac"); });
    folder.write("c.json", R"({"format": 1, "recipe": {"model": 3}})");
    expectError(ErrorKind::BadInput, "c.json: the key \"model\" has a value of the wrong type", [&] { (void)readClipRecord(folder / "c.flac"); });
    folder.write("d.json", "[]");
    expectError(ErrorKind::BadInput, "\"format\" is missing", [&] { (void)readClipRecord(folder / "d.flac"); });
}

}  // namespace
}  // namespace musicrl
