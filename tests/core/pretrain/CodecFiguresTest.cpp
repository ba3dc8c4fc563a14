// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/CodecFigures.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace musicrl {
namespace {

/// Keeps every sample, times a gain, as a 16-bit number in two levels of 256 codes.
class ExactCodec final : public AudioCodec {
public:
    explicit ExactCodec(double gain = 1.0) : gain_(gain) {}

    [[nodiscard]] torch::Tensor encode(const torch::Tensor& waves) const override {
        const torch::Tensor whole = (waves.squeeze(1) * 32767.0).round().to(torch::kInt64) + 32768;
        return torch::stack({torch::div(whole, 256, "floor"), whole.remainder(256)}, 1);
    }
    [[nodiscard]] torch::Tensor decode(const torch::Tensor& codes) const override {
        const torch::Tensor whole = codes.select(1, 0) * 256 + codes.select(1, 1) - 32768;
        return (gain_ * whole.to(torch::kFloat32) / 32767.0).unsqueeze(1);
    }
    [[nodiscard]] int sampleRateHz() const override { return 16000; }
    [[nodiscard]] int hopSamples() const override { return 1; }
    [[nodiscard]] std::int64_t codebooks() const override { return 2; }
    [[nodiscard]] std::int64_t vocabulary() const override { return 256; }
    [[nodiscard]] const std::string& hash() const override { return hash_; }

private:
    double gain_;
    std::string hash_ = "exact";
};

torch::Tensor noise(std::int64_t clips) {
    torch::manual_seed(1);
    return (0.2 * torch::randn({clips, 16000})).clamp(-1.0, 1.0);
}

TEST(CodecFigures, findsNothingWrongWithACodecThatKeepsEverything) {
    const CodecFigures figures = measureCodec(ExactCodec(), noise(6));
    EXPECT_LT(figures.melDistance, 1e-3);
    EXPECT_GT(figures.lowPassMelDistance, 1.0);
    EXPECT_LT(figures.melRatio(), 1e-3);
    EXPECT_GT(figures.snrDb, 70.0);
    EXPECT_GT(figures.codesUsed[1], 0.99) << "the low byte of noise takes every value";
}

TEST(CodecFigures, measuresAGainAsItsLogarithm) {
    // Half the amplitude is a quarter of the power: ln 4 nepers in every band, and an error of half the signal: 6.02 dB.
    const CodecFigures figures = measureCodec(ExactCodec(0.5), noise(2));
    EXPECT_NEAR(figures.melDistance, std::log(4.0), 0.01);
    EXPECT_NEAR(figures.snrDb, 20.0 * std::log10(2.0), 0.01);
}

TEST(CodecFigures, findsALowToneUnharmedByTheLowPass) {
    const torch::Tensor time = torch::arange(16000, torch::kFloat64) / 16000.0;
    const torch::Tensor tone = (0.5 * (2.0 * std::numbers::pi * 500.0 * time).sin()).to(torch::kFloat32).unsqueeze(0);
    EXPECT_LT(measureCodec(ExactCodec(), tone).lowPassMelDistance, 0.05);
}

TEST(CodecFigures, countsEachCodeOnceHoweverManyClipsUseIt) {
    const torch::Tensor silence = torch::zeros({9, 1600});
    const CodecFigures figures = measureCodec(ExactCodec(), silence);
    EXPECT_EQ(figures.codesUsed, (std::vector<double>{1.0 / 256.0, 1.0 / 256.0}));
}

}  // namespace
}  // namespace musicrl
