// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/AudioFile.h"
#include "base/Hash.h"
#include "base/Paths.h"
#include "preference/ImpressionMeter.h"
#include "record/MusicCaps.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// The demo model's held-out clips: of another corpus than the one the judges learned from.
class JudgeBundle : public testing::Test {
protected:
    static fs::path models() { return resourcesFolder() / "models"; }
};

TEST_F(JudgeBundle, holdsNoPartOfTheDemoModel) {
    for (const char* part : {"mulan", "quality"}) {
        EXPECT_NE(sha256OfFile(models() / "judge" / part / "model.safetensors"),
                  sha256OfFile(models() / "demo" / part / "model.safetensors"));
    }
    EXPECT_FALSE(fs::exists(models() / "judge" / "language"));
    EXPECT_NO_THROW((void)loadImpressionMeter(models() / "judge", models() / "demo", "cpu"));
}

TEST_F(JudgeBundle, hearsThatAClipFitsItsOwnCaptionBetterThanAnother) {
    const fs::path folder = fs::path(MUSICRL_TEST_DATA) / "demo-heldout";
    std::vector<HeardClip> own;
    std::vector<HeardClip> other;
    for (const MusicCapsRow& row : readMusicCaps(folder / "corpus.csv")) {
        own.push_back({row.caption, std::make_shared<const Clip>(readAudioFile(folder / "audio" / (row.id + ".ogg")))});
    }
    for (std::size_t i = 0; i < own.size(); ++i) {
        other.push_back({own[(i + 1) % own.size()].prompt, own[i].clip});
    }
    const auto meter = loadImpressionMeter(models() / "judge", models() / "demo", "cpu");
    const std::vector<ClipImpression> right = meter->hear(own, JobContext());
    const std::vector<ClipImpression> wrong = meter->hear(other, JobContext());
    int better = 0;
    for (std::size_t i = 0; i < right.size(); ++i) {
        better += right[i].fit > wrong[i].fit ? 1 : 0;
    }
    RecordProperty("better_of_20", better);
    EXPECT_GE(better, 15);  // chance is 10
}

}  // namespace
}  // namespace musicrl
