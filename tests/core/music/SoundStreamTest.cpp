// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/SoundStream.h"

#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

SoundStreamConfig tiny() {
    SoundStreamConfig config;
    config.network = {.strides = {2, 4}, .channels = 2, .dimension = 6, .residualKernel = 3, .dilations = {1}};
    config.quantizer = {.levels = 3, .vocabulary = 8, .width = 6};
    return config;
}

SoundStreamNetwork filled(const SoundStreamConfig& config) {
    torch::manual_seed(1);
    SoundStreamNetwork network(config);
    network->quantizer->named_buffers()["codebooks"].normal_();
    return network;
}

TEST(SoundStream, pacesCodesByWholeHopsAndGivesSoundBack) {
    const SoundStream codec(tiny(), filled(tiny()), "h");
    const torch::Tensor codes = codec.encode(torch::randn({2, 1, 42}) * 0.1);
    EXPECT_EQ(codes.sizes(), (std::vector<std::int64_t>{2, 3, 6})) << "42 samples are 5.25 hops of 8";
    EXPECT_EQ(codec.decode(codes).sizes(), (std::vector<std::int64_t>{2, 1, 48}));
    EXPECT_EQ(codec.decode(codes.slice(1, 0, 2)).sizes(), (std::vector<std::int64_t>{2, 1, 48})) << "coarse levels alone";
    EXPECT_LE(codec.decode(codes).abs().max().item<double>(), 1.0);
}

TEST(SoundStream, aSoundDoesNotDependOnWhatFollows) {
    const SoundStream codec(tiny(), filled(tiny()), "h");
    const torch::Tensor wave = torch::randn({1, 1, 160});
    const torch::Tensor start = codec.encode(wave.slice(2, 0, 80));
    EXPECT_TRUE(torch::equal(codec.encode(wave).slice(2, 0, 10), start));
    EXPECT_TRUE(torch::allclose(codec.decode(codec.encode(wave)).slice(2, 0, 80), codec.decode(start), 1e-4, 1e-6));
}

TEST(SoundStream, comesBackFromItsFolderWithTheSameHash) {
    const TemporaryFolder folder;
    saveSoundStream(folder / "codec", tiny(), filled(tiny()));
    const auto first = loadSoundStream(folder / "codec", torch::kCPU);
    const auto second = loadSoundStream(folder / "codec", torch::kCPU);
    EXPECT_EQ(first->hash().size(), 64U);
    EXPECT_EQ(first->hash(), second->hash());
    EXPECT_EQ(first->hopSamples(), 8);
    EXPECT_EQ(first->codebooks(), 3);
    EXPECT_EQ(first->vocabulary(), 8);
    const torch::Tensor wave = torch::randn({1, 1, 80});
    EXPECT_TRUE(torch::equal(first->encode(wave), second->encode(wave)));

    SoundStreamNetwork other = filled(tiny());
    other->quantizer->named_buffers()["codebooks"].add_(1.0);
    saveSoundStream(folder / "other", tiny(), other);
    EXPECT_NE(loadSoundStream(folder / "other", torch::kCPU)->hash(), first->hash());
}

TEST(SoundStream, refusesAFolderThatDoesNotFit) {
    const TemporaryFolder folder;
    saveSoundStream(folder / "codec", tiny(), filled(tiny()));
    Json config = readJsonFile(folder.path() / "codec" / "config.json");
    config["channels"] = 3;
    writeJsonFile(folder.path() / "codec" / "config.json", config);
    expectError(ErrorKind::BadInput, "model.safetensors, tensor \"", [&] { (void)loadSoundStream(folder / "codec", torch::kCPU); });
    config["colour"] = 1;
    writeJsonFile(folder.path() / "codec" / "config.json", config);
    expectError(ErrorKind::BadInput, "the key \"colour\" is unknown", [&] { (void)loadSoundStream(folder / "codec", torch::kCPU); });
    expectError(ErrorKind::NotFound, "nowhere", [&] { (void)loadSoundStream(folder / "nowhere", torch::kCPU); });
}

TEST(SoundStream, aConfigurationSurvivesItsJson) {
    EXPECT_EQ(toJson(soundStreamConfigFromJson(toJson(tiny()), "test")), toJson(tiny()));
    expectError(ErrorKind::BadInput, "\"strides\" must have 1 to 8 numbers",
                [] { (void)soundStreamConfigFromJson(Json{{"strides", Json::array()}}, "test"); });
}

}  // namespace
}  // namespace musicrl
