// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/SpectralCodecTrainer.h"

#include "music/LoadAudioCodec.h"
#include "pretrain/CodecTrainer.h"
#include "support/ExpectError.h"
#include "support/OneClipCorpus.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

Json settings() {
    return {{"kind", "spectral"},
            {"batch", 4},
            {"crop_seconds", 0.5},
            {"quantizer_from_step", 40},
            {"quantizer_dropout", 0.0},
            {"learning_rate", 4e-3},
            {"shape",
             {{"sample_rate_hz", oneClipRate},
              {"window_samples", 512},
              {"frame_samples", 160},
              {"width", 48},
              {"dimension", 16},
              {"encoder_layers", 1},
              {"decoder_layers", 2},
              {"quantizer", {{"levels", 4}, {"vocabulary", 32}}}}}};
}

TEST(SpectralCodecTrainer, learnsOneClip) {
    const TemporaryFolder folder;
    writeOneClip(folder);
    const TrainingCorpus corpus(folder.path(), oneClipRate, JobContext());
    TrainingSchedule schedule;
    const auto trainer = makeCodecTrainer(settings(), corpus, 5, torch::kCPU, schedule);
    const Json early = trainedCodec(*trainer, 0, 41);
    const Json late = trainedCodec(*trainer, 41, 240);
    EXPECT_LT(late["heldout/mel_distance"].get<double>(), 0.7 * early["heldout/mel_distance"].get<double>());
    EXPECT_GT(late["heldout/codes_used_1"].get<double>(), 0.2);

    trainer->save(folder / "codec");
    const auto codec = loadAudioCodec(folder / "codec", torch::kCPU);
    EXPECT_EQ(codec->hopSamples(), 320);
}

TEST(SpectralCodecTrainer, equalSeedsGiveEqualLosses) {
    Json json = settings();
    json["quantizer_from_step"] = 0;
    expectEqualLosses(json);
}

TEST(SpectralCodecTrainer, codesStayWhenOnlyTheDecoderLearns) {
    const TemporaryFolder folder;
    writeOneClip(folder);
    const TrainingCorpus corpus(folder.path(), oneClipRate, JobContext());
    TrainingSchedule schedule;
    Json json = settings();
    json["quantizer_from_step"] = 0;
    json["decoder_from_step"] = 20;
    json["decoder_levels"] = 1;
    const auto trainer = makeCodecTrainer(json, corpus, 5, torch::kCPU, schedule);
    const torch::Tensor wave = corpus.wave(Split::Train, 0).view({1, 1, -1});
    (void)trainedCodec(*trainer, 0, 20);
    trainer->save(folder / "before");
    (void)trainedCodec(*trainer, 20, 60);
    trainer->save(folder / "after");
    const auto before = loadAudioCodec(folder / "before", torch::kCPU);
    const auto after = loadAudioCodec(folder / "after", torch::kCPU);
    const torch::Tensor codes = before->encode(wave);
    EXPECT_TRUE(torch::equal(codes, after->encode(wave)));
    EXPECT_FALSE(torch::equal(before->decode(codes), after->decode(codes)));
}

TEST(SpectralCodecTrainer, refusesSettingsThatCannotBe) {
    const TemporaryFolder folder;
    writeOneClip(folder);
    const TrainingCorpus corpus(folder.path(), oneClipRate, JobContext());
    TrainingSchedule schedule;
    const auto make = [&](const Json& json) { (void)makeCodecTrainer(json, corpus, 1, torch::kCPU, schedule); };
    expectError(ErrorKind::BadInput, "sample_rate_hz is 16000, the corpus is read at 8000", [&] { make({{"kind", "spectral"}}); });
    expectError(ErrorKind::BadInput, "the key \"stft_channels\" is unknown", [&] { make({{"kind", "spectral"}, {"stft_channels", 8}}); });
    expectError(ErrorKind::BadInput, "found \"mp3\"", [&] { make({{"kind", "mp3"}}); });
}

}  // namespace
}  // namespace musicrl
