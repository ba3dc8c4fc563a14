// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/SoundMeasures.h"
#include "base/Random.h"
#include "support/ExpectError.h"
#include "support/makeSine.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

Clip noise(double seconds, double amplitude = 0.5) {
    Random random(3);
    Clip clip = makeSine(0.0, seconds);
    for (float& sample : clip.samples) {
        sample = static_cast<float>(random.uniform(-amplitude, amplitude));
    }
    return clip;
}

/// Notes of 440 Hz that die away, so many a second.
Clip plucked(double perSecond, double seconds) {
    Clip clip = makeSine(440.0, seconds);
    for (std::size_t i = 0; i < clip.samples.size(); ++i) {
        const double sinceOnset = std::fmod(static_cast<double>(i) / clip.sampleRateHz, 1.0 / perSecond);
        clip.samples[i] *= static_cast<float>(std::exp(-12.0 * sinceOnset));
    }
    return clip;
}

/// Notes of half a second, each a fourth above the one before.
Clip melody(int notes) {
    Clip clip = makeSine(0.0, 0.0);
    for (int i = 0; i < notes; ++i) {
        const Clip note = makeSine(220.0 * std::pow(2.0, (5 * i % 12) / 12.0), 0.5);
        clip.samples.insert(clip.samples.end(), note.samples.begin(), note.samples.end());
    }
    return clip;
}

TEST(SoundMeasures, hearASineAsAPureHeldToneOfItsPitch) {
    const SoundMeasures sine = measureSound(makeSine(500.0, 4.0));

    EXPECT_NEAR(sine.loudnessLufs, -6.0, 1.0);  // of half amplitude in both ears, and K-weighting is nearly flat there
    EXPECT_NEAR(sine.brightness, -1.0, 0.02);
    EXPECT_NEAR(sine.harmonicity, 1.0, 0.02);
    EXPECT_LT(sine.hissDb, -50.0);
    EXPECT_LT(sine.onsetsPerSecond, 0.3);
    EXPECT_LT(sine.movement, 0.01);
    EXPECT_LT(sine.dynamicsDb, 0.2);
    EXPECT_DOUBLE_EQ(sine.silence, 0.0);
    EXPECT_DOUBLE_EQ(sine.pulse, 0.0);
}

TEST(SoundMeasures, hearWhiteNoiseAsBrightAndHissingWithoutPitchOrBeat) {
    const SoundMeasures white = measureSound(noise(4.0));

    EXPECT_NEAR(white.brightness, 2.0, 0.05);  // flat up to 8 kHz: the centroid is at 4 kHz
    // Three quarters of the power lies above 2 kHz, and a mean of exponential logarithms is -0.5772.
    EXPECT_NEAR(white.hissDb, 10.0 * std::log10(0.75 * std::exp(-0.5772)), 0.3);
    EXPECT_LT(white.harmonicity, 0.35);
    EXPECT_LT(white.pulse, 0.4);
}

TEST(SoundMeasures, countOnsetsAndFindTheBeat) {
    const SoundMeasures slow = measureSound(plucked(2.0, 6.0));
    const SoundMeasures fast = measureSound(plucked(5.0, 6.0));

    EXPECT_NEAR(slow.onsetsPerSecond, 2.0, 0.35);
    EXPECT_NEAR(fast.onsetsPerSecond, 5.0, 0.5);
    EXPECT_GT(slow.pulse, 0.9);
    EXPECT_GT(slow.dynamicsDb, 10.0);
}

TEST(SoundMeasures, tellAMelodyFromAHeldNote) {
    EXPECT_GT(measureSound(melody(10)).movement, 0.5);
    EXPECT_LT(measureSound(plucked(2.0, 5.0)).movement, 0.05);
}

TEST(SoundMeasures, countSilence) {
    Clip half = makeSine(440.0, 4.0);
    std::fill(half.samples.begin() + 32000, half.samples.end(), 0.0F);

    EXPECT_NEAR(measureSound(half).silence, 0.5, 0.03);
    EXPECT_LT(measureSound(half).movement, 0.01);  // a note that ends is no melody
    EXPECT_EQ(measureSound(makeSine(440.0, 4.0, 16000, 0.0)), SoundMeasures{});
    EXPECT_EQ(measureSound(makeSine(440.0, 0.1)), SoundMeasures{});
}

TEST(SoundMeasures, areTheSameAtOtherRatesAndInStereo) {
    const Clip mono = makeSine(500.0, 3.0, 48000);
    Clip stereo{.sampleRateHz = 48000, .channels = 2, .samples = {}};
    for (const float sample : mono.samples) {
        stereo.samples.insert(stereo.samples.end(), {sample, sample});
    }
    const SoundMeasures expected = measureSound(makeSine(500.0, 3.0));
    for (const SoundMeasures& other : {measureSound(mono), measureSound(stereo)}) {
        EXPECT_NEAR(other.loudnessLufs, expected.loudnessLufs, 0.1);
        EXPECT_NEAR(other.brightness, expected.brightness, 0.02);
        EXPECT_NEAR(other.harmonicity, expected.harmonicity, 0.02);
    }
}

TEST(SoundMeasures, refuseAClipWithoutSamples) {
    expectError(ErrorKind::BadInput, "without samples",
                [] { (void)measureSound(Clip{.sampleRateHz = 16000, .channels = 1, .samples = {}}); });
}

}  // namespace
}  // namespace musicrl
