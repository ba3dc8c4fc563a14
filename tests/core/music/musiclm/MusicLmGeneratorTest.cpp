// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/MusicLmGenerator.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

TEST(MusicLmGenerator, goesFromPromptsToClips) {
    const TemporaryFolder folder;
    writeTinyModel(folder.path());
    const auto generator = loadMusicLm(folder.path(), torch::kCPU);
    const auto conditioning = generator->conditioning({"slow calm piano", "fast loud drums"});
    ASSERT_EQ(conditioning.sizes(), (std::vector<std::int64_t>{2, 2}));
    const std::int64_t frames = generator->framesFor(0.5);
    EXPECT_EQ(frames, 13);  // 12.5 frames of 40 ms
    const auto tokens = generator->policy().sample(conditioning, frames, 0.99, {1, 2}, {});
    const DecodedBatch batch = generator->decode(tokens, conditioning, {1, 2}, 2, {});
    ASSERT_EQ(batch.clips.size(), 2U);
    EXPECT_EQ(batch.clips[0]->frames(), 13 * 640);
    EXPECT_EQ(batch.clips[0]->sampleRateHz, generator->sampleRateHz());
    EXPECT_EQ(batch.codes.sizes(), (std::vector<std::int64_t>{2, 4, 26}));
    const TokenStreams streams = deinterleave(tokens, {.coarseLevels = 2, .codesPerFrame = 2});
    EXPECT_TRUE(torch::equal(batch.codes.narrow(1, 0, 2), streams.coarse));
    EXPECT_NE(batch.clips[0]->samples, batch.clips[1]->samples);
}

TEST(MusicLmGenerator, countsFramesThatCoverTheDuration) {
    const TemporaryFolder folder;
    writeTinyModel(folder.path());
    const auto generator = loadMusicLm(folder.path(), torch::kCPU);
    EXPECT_EQ(generator->framesFor(0.12), 3);
    EXPECT_EQ(generator->framesFor(0.001), 1);
    EXPECT_EQ(generator->framesFor(10.0), 250);
    for (const double seconds : {0.0, -1.0, 10.1, std::numeric_limits<double>::quiet_NaN()}) {
        expectError(ErrorKind::BadInput, "up to", [&] { (void)generator->framesFor(seconds); });
    }
}

TEST(MusicLmGenerator, refusesPartsThatDoNotFit) {
    const TemporaryFolder folder;
    writeTinyModel(folder.path());
    Json fine = readJsonFile(folder / "fine/config.json");
    fine["coarse_levels"] = 1;
    const SoundStormFine other(soundStormFineConfigFromJson(fine, "test"));
    saveSoundStormFine(folder / "fine", other);
    expectError(ErrorKind::BadInput, "coarse levels", [&] { (void)loadMusicLm(folder.path(), torch::kCPU); });
    std::filesystem::remove(folder / "language/model.safetensors");
    expectError(ErrorKind::NotFound, "model.safetensors", [&] { (void)loadMusicLm(folder.path(), torch::kCPU); });
}

}  // namespace
}  // namespace musicrl
