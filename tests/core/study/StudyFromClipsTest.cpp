// SPDX-License-Identifier: GPL-3.0-or-later
#include "StudyFixture.h"
#include "study/StudyClip.h"
#include "study/StudyFromClips.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

class Chosen {
public:
    LibraryClip& add(const std::string& file, const std::string& model, const std::string& prompt, std::uint64_t seed) {
        fs::create_directories((folder_ / file).parent_path());
        ClipRecipe recipe;
        recipe.modelName = "demo";
        recipe.prompt = {.id = "p", .text = prompt, .durationSeconds = 0.1, .seed = seed};
        storeClip(folder_ / file, makeSine(300.0, 0.1, 8000), recipe, {});
        LibraryClip clip;
        clip.file = folder_ / file;
        clip.title = prompt;
        clip.model = model;
        clips_.push_back(clip);
        return clips_.back();
    }
    [[nodiscard]] ModelsFromClips result() const { return modelsFromClips(clips_); }

private:
    TemporaryFolder folder_;
    std::vector<LibraryClip> clips_;
};

std::string reasonOf(const ModelsFromClips& made, const std::string& file) {
    const auto found = std::find_if(made.unusable.begin(), made.unusable.end(),
                                    [&](const UnusableClip& clip) { return clip.file.filename() == file; });
    return found == made.unusable.end() ? "" : found->reason;
}

TEST(StudyFromClips, putsClipsOfOnePromptAndSeedTogether) {
    Chosen chosen;
    chosen.add("a/1.flac", "demo", "piano", 2);
    chosen.add("b/1.flac", "ru @ 40", "piano", 2);
    chosen.add("a/2.flac", "demo", "drums", 1);
    chosen.add("b/2.flac", "ru @ 40", "drums", 1);
    const ModelsFromClips made = chosen.result();
    EXPECT_EQ(made.prompts, 2);
    EXPECT_TRUE(made.unusable.empty());
    ASSERT_EQ(made.models.size(), 2U);
    EXPECT_EQ(made.models[0].name, "demo");
    EXPECT_EQ(made.models[1].name, "ru-40");
    StudyDesign design;
    design.models = made.models;
    const std::vector<StudyClip> clips = findStudyClips(design);
    ASSERT_EQ(clips.size(), 4U);
    EXPECT_EQ(clips[0].prompt, "drums");
    EXPECT_EQ(clips[0].source.filename(), "2.flac");
    EXPECT_EQ(clips[1].model, "ru-40");
    EXPECT_EQ(clips[0].seed, clips[1].seed);
}

TEST(StudyFromClips, saysOfEveryOtherClipWhyItCannotTakePart) {
    Chosen chosen;
    chosen.add("a1.flac", "demo", "piano", 1);
    chosen.add("b1.flac", "ru", "piano", 1);
    chosen.add("twin.flac", "ru", "piano", 1);
    chosen.add("a2.flac", "demo", "piano", 2);
    chosen.add("lonely.flac", "demo", "drums", 1);
    chosen.add("other-seed.flac", "ru", "drums", 9);
    fs::remove(recordPathFor(chosen.add("bare.flac", "ru", "bass", 1).file));
    const ModelsFromClips made = chosen.result();
    EXPECT_EQ(made.prompts, 1);
    EXPECT_EQ(made.unusable.size(), 5U);
    EXPECT_THAT(reasonOf(made, "twin.flac"), testing::HasSubstr("the model, prompt and seed of b1.flac"));
    EXPECT_THAT(reasonOf(made, "a2.flac"), testing::HasSubstr("that of seed 1"));
    EXPECT_THAT(reasonOf(made, "lonely.flac"), testing::HasSubstr("No clip of ru for its prompt and seed 1"));
    EXPECT_THAT(reasonOf(made, "other-seed.flac"), testing::HasSubstr("No clip of demo for its prompt and seed 9"));
    EXPECT_THAT(reasonOf(made, "bare.flac"), testing::HasSubstr("no record"));
}

TEST(StudyFromClips, makesADesignThatAFileKeeps) {
    Chosen chosen;
    chosen.add("a.flac", "demo", "piano", 1);
    chosen.add("b.flac", "ru", "piano", 1);
    StudyDesign design;
    design.name = "n";
    design.raters = {"ann"};
    design.models = chosen.result().models;
    const StudyDesign again = studyDesignFromJson(toJson(design), "again", {});
    EXPECT_EQ(again.models.at(1).files, design.models.at(1).files);
    EXPECT_TRUE(again.models.at(1).clips.empty());
}

}  // namespace
}  // namespace musicrl
