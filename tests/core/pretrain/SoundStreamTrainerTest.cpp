// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/CodecTrainer.h"

#include "music/SoundStream.h"
#include "support/ExpectError.h"
#include "support/OneClipCorpus.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

Json settings() {
    return {{"batch", 4},
            {"crop_seconds", 0.25},
            {"quantizer_from_step", 60},
            {"quantizer_dropout", 0.0},
            {"reconstruction_weight", 0.001},
            {"waveform_weight", 1.0},
            {"learning_rate", 2e-3},
            {"shape",
             {{"sample_rate_hz", oneClipRate},
              {"strides", {2, 4, 5}},
              {"channels", 8},
              {"dimension", 16},
              {"residual_kernel", 3},
              {"dilations", {1, 3}},
              {"quantizer", {{"levels", 4}, {"vocabulary", 32}}}}}};
}

TEST(SoundStreamTrainer, learnsOneClip) {
    const TemporaryFolder folder;
    writeOneClip(folder);
    const TrainingCorpus corpus(folder.path(), oneClipRate, JobContext());
    TrainingSchedule schedule;
    const auto trainer = makeCodecTrainer(settings(), corpus, 5, torch::kCPU, schedule);
    const Json early = trainedCodec(*trainer, 0, 61);
    const Json late = trainedCodec(*trainer, 61, 240);
    EXPECT_LT(late["heldout/mel_distance"].get<double>(), 0.7 * early["heldout/mel_distance"].get<double>());
    EXPECT_GT(late["heldout/snr_db"].get<double>(), 6.0);
    EXPECT_GT(late["heldout/codes_used_1"].get<double>(), 0.2);

    trainer->save(folder / "codec");
    const auto codec = loadSoundStream(folder / "codec", torch::kCPU);
    const torch::Tensor wave = corpus.wave(Split::Train, 0).view({1, 1, -1});
    const torch::Tensor back = codec->decode(codec->encode(wave));
    EXPECT_LT((back - wave).square().sum().item<double>(), 0.25 * wave.square().sum().item<double>());
}

TEST(SoundStreamTrainer, equalSeedsGiveEqualLosses) {
    Json json = settings();
    json["quantizer_from_step"] = 0;
    expectEqualLosses(json);
}

TEST(SoundStreamTrainer, discriminatorsJoinAtTheirStep) {
    const TemporaryFolder folder;
    writeOneClip(folder);
    const TrainingCorpus corpus(folder.path(), oneClipRate, JobContext());
    TrainingSchedule schedule;
    Json json = settings();
    json["discriminator_from_step"] = 1;
    json["wave_channels"] = 4;
    json["wave_max_channels"] = 16;
    json["stft_channels"] = 2;
    json["crop_seconds"] = 0.5;
    const auto trainer = makeCodecTrainer(json, corpus, 5, torch::kCPU, schedule);
    EXPECT_EQ(trainer->optimizers().size(), 2U);
    Random random(3);
    EXPECT_FALSE(trainer->step(0, random).contains("loss/adversarial"));
    const Json joined = trainer->step(1, random);
    EXPECT_NEAR(joined["loss/discriminator"].get<double>(), 2.0, 0.5) << "a fresh judge knows nothing";
    EXPECT_GT(joined["loss/feature"].get<double>(), 0.0);
}

TEST(SoundStreamTrainer, refusesSettingsThatCannotBe) {
    const TemporaryFolder folder;
    writeOneClip(folder);
    const TrainingCorpus corpus(folder.path(), oneClipRate, JobContext());
    TrainingSchedule schedule;
    const auto make = [&](const Json& json) { (void)makeCodecTrainer(json, corpus, 1, torch::kCPU, schedule); };
    expectError(ErrorKind::BadInput, "sample_rate_hz is 16000, the corpus is read at 8000", [&] { make(Json::object()); });
    expectError(ErrorKind::BadInput, "the key \"bach\" is unknown", [&] { make({{"bach", 8}}); });
    Json odd = settings();
    odd["wave_channels"] = 6;
    expectError(ErrorKind::BadInput, "multiples of 4", [&] { make(odd); });
}

}  // namespace
}  // namespace musicrl
