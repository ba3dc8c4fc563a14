// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/ClipMeasures.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

constexpr int rateHz = 8000;

/// A tone of one second and then silence.
Clip toneAndSilence(double amplitude, double silentSeconds, int channels = 1) {
    Clip clip{.sampleRateHz = rateHz, .channels = channels, .samples = {}};
    const auto frames = static_cast<int>(rateHz * (1.0 + silentSeconds));
    for (int i = 0; i < frames; ++i) {
        const double value = i < rateHz ? amplitude * std::sin(2.0 * M_PI * 100.0 * i / rateHz) : 0.0;
        clip.samples.insert(clip.samples.end(), static_cast<std::size_t>(channels), static_cast<float>(value));
    }
    return clip;
}

TEST(ClipMeasures, knowTheLevelOfASine) {
    const ClipMeasures measures = measureClip(toneAndSilence(0.5, 0.0), {});
    EXPECT_NEAR(measures.levelDb, 20.0 * std::log10(0.5 / std::sqrt(2.0)), 1e-3);
    EXPECT_EQ(measures.silence, 0.0);
    EXPECT_EQ(measures.soundingSeconds, 1.0);
}

TEST(ClipMeasures, knowWhereTheSoundEnds) {
    for (const int channels : {1, 2}) {
        const ClipMeasures measures = measureClip(toneAndSilence(0.5, 3.0, channels), {});
        EXPECT_NEAR(measures.silence, 0.75, 1e-12);
        EXPECT_NEAR(measures.soundingSeconds, 1.0, 1e-12);
        EXPECT_NEAR(measures.levelDb, 20.0 * std::log10(0.25 / std::sqrt(2.0)), 1e-3) << "a quarter of the power";
    }
}

TEST(ClipMeasures, ofAnEmptyOrSilentClipAreFinite) {
    for (const Clip& clip : {Clip{.sampleRateHz = rateHz, .channels = 1, .samples = {}}, toneAndSilence(0.0, 0.33)}) {
        const ClipMeasures measures = measureClip(clip, {});
        EXPECT_EQ(measures.levelDb, -100.0);
        EXPECT_EQ(measures.silence, 1.0);
        EXPECT_EQ(measures.soundingSeconds, 0.0);
    }
    EXPECT_LT(measureClip(toneAndSilence(0.0009, 0.0), {}).soundingSeconds, 0.01) << "below -60 dBFS";
}

TEST(ClipMeasures, countTheRunsOfCodesThatWereThereBefore) {
    const auto repetition = [](const torch::Tensor& codes) { return measureClip(Clip(), codes).repetition; };
    EXPECT_EQ(repetition(torch::arange(20).view({2, 10})), 0.0);
    const torch::Tensor loop = torch::tensor({{1, 2, 3, 1, 2, 3, 1, 2, 3, 1}});  // 7 runs, of which 3 differ
    EXPECT_NEAR(repetition(loop), 4.0 / 7.0, 1e-12);
    EXPECT_NEAR(repetition(torch::zeros({1, 100}, torch::kInt64)), 96.0 / 97.0, 1e-12);
    EXPECT_EQ(repetition(torch::zeros({1, 3}, torch::kInt64)), 0.0) << "shorter than a run";
}

}  // namespace
}  // namespace musicrl
