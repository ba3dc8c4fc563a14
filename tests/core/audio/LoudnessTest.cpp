// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/Loudness.h"

#include "support/makeSine.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace musicrl {
namespace {

Clip toneWithAmplitude(double amplitude, double hz, int channels) {
    Clip clip{48000, channels, {}};
    for (int frame = 0; frame < 5 * 48000; ++frame) {
        const double phase = 2.0 * std::numbers::pi * hz * frame / 48000.0;
        clip.samples.insert(clip.samples.end(), static_cast<std::size_t>(channels), static_cast<float>(amplitude * std::sin(phase)));
    }
    return clip;
}

TEST(Loudness, meetsTheReferenceSignalOfEbu3341) {  // test case 1: a stereo sine of 1 kHz at -23 dBFS is -23 LUFS
    const double amplitude = std::pow(10.0, -23.0 / 20.0);
    const Loudness loudness = measureLoudness(toneWithAmplitude(amplitude, 1000.0, 2));
    ASSERT_TRUE(loudness.integratedLufs.has_value());
    EXPECT_NEAR(*loudness.integratedLufs, -23.0, 0.1);
    EXPECT_NEAR(loudness.truePeakDbtp, -23.0, 0.2);
}

TEST(Loudness, countsMonoAsDualMono) {
    const Loudness mono = measureLoudness(toneWithAmplitude(0.1, 1000.0, 1));
    const Loudness stereo = measureLoudness(toneWithAmplitude(0.1, 1000.0, 2));
    EXPECT_NEAR(mono.integratedLufs.value_or(0.0), stereo.integratedLufs.value_or(1.0), 1e-6);
}

TEST(Loudness, findsThePeakBetweenTheSamples) {
    // A quarter of the rate, 45 degrees off: every sample is 3 dB below the wave's top.
    Clip clip{48000, 1, {}};
    for (int frame = 0; frame < 48000; ++frame) {
        clip.samples.push_back(static_cast<float>(std::sin(std::numbers::pi / 2.0 * frame + std::numbers::pi / 4.0)));
    }
    EXPECT_NEAR(measureLoudness(clip).truePeakDbtp, 0.0, 0.3);
}

TEST(Loudness, isEmptyForSilenceAndForLessThanABlock) {
    EXPECT_FALSE(measureLoudness(Clip{48000, 1, std::vector<float>(96000, 0.0F)}).integratedLufs.has_value());
    EXPECT_FALSE(measureLoudness(makeSine(440.0, 0.1, 48000)).integratedLufs.has_value());
    EXPECT_EQ(measureLoudness(Clip{48000, 1, std::vector<float>(96000, 0.0F)}).truePeakDbtp, -200.0);
}

}  // namespace
}  // namespace musicrl
