// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/SpectralCodec.h"

#include "music/LoadAudioCodec.h"
#include "music/SoundStream.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

SpectralCodecConfig tiny() {
    SpectralCodecConfig config;
    config.windowSamples = 64;
    config.frameSamples = 16;
    config.width = 8;
    config.dimension = 6;
    config.encoderLayers = 1;
    config.decoderLayers = 1;
    config.quantizer = {.levels = 3, .vocabulary = 8, .width = 6};
    return config;
}

SpectralCodecNetwork filled(const SpectralCodecConfig& config) {
    torch::manual_seed(1);
    SpectralCodecNetwork network(config);
    network->quantizer->named_buffers()["codebooks"].normal_();
    return network;
}

TEST(SpectralCodec, pacesCodesByWholeHopsAndGivesSoundBack) {
    const SpectralCodec codec(tiny(), filled(tiny()), "h");
    const torch::Tensor codes = codec.encode(torch::randn({2, 1, 170}) * 0.1);
    EXPECT_EQ(codes.sizes(), (std::vector<std::int64_t>{2, 3, 6})) << "170 samples are 5.3 hops of 32";
    EXPECT_EQ(codec.decode(codes).sizes(), (std::vector<std::int64_t>{2, 1, 192}));
    EXPECT_EQ(codec.decode(codes.slice(1, 0, 2)).sizes(), (std::vector<std::int64_t>{2, 1, 192})) << "coarse levels alone";
    EXPECT_LE(codec.decode(codes).abs().max().item<double>(), 1.0);
}

TEST(SpectralCodec, turnsATooLoudSoundDownInsteadOfClippingIt) {
    SpectralCodecNetwork network = filled(tiny());
    for (auto& parameter : network->named_parameters()) {
        if (parameter.key() == "out.bias") {
            parameter.value().data().slice(0, 0, 33).fill_(4.0);  // log magnitudes of 4 * 2.5 - 7 = 3
        }
    }
    const torch::Tensor loud = SpectralCodec(tiny(), network, "h").decode(torch::zeros({1, 3, 20}, torch::kInt64));
    EXPECT_NEAR(loud.abs().max().item<double>(), 1.0, 1e-5);
    EXPECT_LT((loud.abs() > 0.999).sum().item<std::int64_t>(), 5);
}

TEST(SpectralCodec, aClipDoesNotDependOnItsBatch) {
    const SpectralCodec codec(tiny(), filled(tiny()), "h");
    const torch::Tensor waves = torch::randn({3, 1, 640}) * 0.2;
    const torch::Tensor together = codec.encode(waves);
    EXPECT_TRUE(torch::equal(codec.encode(waves.slice(0, 1, 2))[0], together[1]));
}

TEST(SpectralCodec, comesBackFromItsFolderWithTheSameHash) {
    const TemporaryFolder folder;
    saveSpectralCodec(folder / "codec", tiny(), filled(tiny()));
    const auto first = loadAudioCodec(folder / "codec", torch::kCPU);
    EXPECT_EQ(first->hash(), loadSpectralCodec(folder / "codec", torch::kCPU)->hash());
    EXPECT_EQ(first->hopSamples(), 32);
    const torch::Tensor wave = torch::randn({1, 1, 640}) * 0.2;
    EXPECT_EQ(first->encode(wave).sizes(), (std::vector<std::int64_t>{1, 3, 20}));
}

TEST(SpectralCodec, itsFolderSaysWhichKindItIs) {
    const TemporaryFolder folder;
    saveSpectralCodec(folder / "codec", tiny(), filled(tiny()));
    expectError(ErrorKind::BadInput, "the key \"", [&] { (void)loadSoundStream(folder / "codec", torch::kCPU); });
    Json json = readJsonFile(folder / "codec" / "config.json");
    json["kind"] = "mp3";
    writeJsonFile(folder / "codec" / "config.json", json);
    expectError(ErrorKind::BadInput, "\"kind\" must be \"soundstream\" or \"spectral\", found \"mp3\"",
                [&] { (void)loadAudioCodec(folder / "codec", torch::kCPU); });
    expectError(ErrorKind::NotFound, "nowhere", [&] { (void)loadAudioCodec(folder / "nowhere", torch::kCPU); });
}

TEST(SpectralCodec, aConfigurationSurvivesItsJson) {
    EXPECT_EQ(toJson(spectralCodecConfigFromJson(toJson(tiny()), "test")), toJson(tiny()));
    expectError(ErrorKind::BadInput, "\"kernel\" must be odd", [] { (void)spectralCodecConfigFromJson({{"kernel", 4}}, "test"); });
    expectError(ErrorKind::BadInput, "at least two even hops", [] { (void)spectralCodecConfigFromJson({{"frame_samples", 600}}, "test"); });
}

}  // namespace
}  // namespace musicrl
