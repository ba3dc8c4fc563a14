// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/PretrainTask.h"

#include "audio/AudioFile.h"
#include "base/AtomicFile.h"
#include "record/MusicCaps.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "support/makeSine.h"
#include "tasks/GenerateTask.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// Two steps of everything, as small as it gets.
constexpr const char* tinySettings = R"(
[model]
name = "tiny"
maxSeconds = 2.0
[codec]
steps = 2
batch = 2
crop_seconds = 0.5
[codec.shape]
channels = 2
dimension = 8
residual_kernel = 3
dilations = [1]
quantizer = { levels = 3, vocabulary = 8 }
[mulan]
steps = 2
batch = 4
min_count = 1
[mulan.shape]
window_seconds = 1.0
mels = 16
channels = 2
width = 8
heads = 2
audio_layers = 1
text_layers = 1
embedding_width = 4
rvq_levels = 2
rvq_vocabulary = 4
[quality]
steps = 2
batch = 2
crop_seconds = 1.0
[quality.shape]
mels = 16
channels = 2
width = 8
[semantic]
steps = 2
batch = 2
clip_seconds = 1.0
cluster_frames = 200
target_vocabulary = 8
[semantic.shape]
mels = 16
channels = 2
layers = 1
width = 8
heads = 2
feed_forward = 16
feature_layer = 1
vocabulary = 8
[language]
steps = 2
batch = 2
accumulate = 2
clip_seconds = 1.0
plain_share = 0.5
[language.shape]
coarse_levels = 2
global_layers = 1
global_width = 8
global_heads = 2
global_feed_forward = 16
local_layers = 1
local_width = 8
local_heads = 2
local_feed_forward = 16
condition_every_frame = true
guidance = 1.0
[fine]
steps = 2
batch = 2
clip_seconds = 1.0
crop_seconds = 0.4
[fine.shape]
coarse_levels = 2
layers = 1
width = 8
heads = 2
feed_forward = 16
)";

/// A stranger's folder: clips of 0.5 s to 40 s at several rates, one in stereo, one gone.
PretrainConfig strangersFolder(const TemporaryFolder& folder) {
    std::vector<MusicCapsRow> rows;
    for (int i = 0; i < 8; ++i) {
        MusicCapsRow row;
        row.id = "recording " + std::to_string(i);
        row.caption = i % 2 == 0 ? "A low tone. It is long." : "A high tone.";
        row.audiosetEval = i >= 6;
        rows.push_back(row);
        Clip clip = makeSine(i % 2 == 0 ? 200.0 : 2000.0, i == 0 ? 0.5 : i == 1 ? 40.0 : 2.5, i < 3 ? 44100 : 22050);
        clip.channels = i == 1 ? 2 : 1;  // read as pairs, the same samples are a tone of twice the pitch
        if (i != 3) {
            writeAudioFile(folder / "data" / (row.id + ".wav"), clip);
        }
    }
    writeMusicCaps(folder / "data" / "songs.csv", rows);
    writeFileAtomically(folder / "tiny.toml", tinySettings);
    PretrainConfig config;
    config.corpusFolder = folder / "data";
    config.modelFolder = folder / "model";
    config.workFolder = folder / "work";
    config.settings = folder / "tiny.toml";
    config.device = "cpu";
    return config;
}

TEST(PretrainTask, makesAModelThatMakesMusicOutOfAStrangersFolder) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "data");
    const PretrainConfig config = strangersFolder(folder);
    makePretrainJob(config)(JobContext());
    for (const std::string& part : pretrainParts()) {
        EXPECT_TRUE(fs::exists(config.workFolder / part / "metrics.jsonl")) << part;
    }
    GenerateConfig generate;
    generate.model = config.modelFolder.string();
    generate.prompts = {{"p", "A low tone.", 1.0, 7}};
    generate.device = "cpu";
    generate.outFolder = folder / "clips";
    makeGenerateJob(generate)(JobContext());
    EXPECT_EQ(readAudioInfo(folder / "clips" / "a-low-tone-7.flac").frames, 16000);

    const auto written = fs::last_write_time(config.modelFolder / "codec" / "model.safetensors");
    fs::remove(config.modelFolder / "fine" / "model.safetensors");
    makePretrainJob(config)(JobContext());  // what is finished is left alone
    EXPECT_EQ(fs::last_write_time(config.modelFolder / "codec" / "model.safetensors"), written);
    EXPECT_TRUE(fs::exists(config.modelFolder / "fine" / "model.safetensors"));
}

TEST(PretrainTask, refusesUnknownParts) {
    PretrainConfig config;
    config.parts = {"codec", "lyrics"};
    expectError(ErrorKind::BadInput, "no part \"lyrics\"", [&] { makePretrainJob(config)(JobContext()); });
}

}  // namespace
}  // namespace musicrl
