// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/Resampler.h"

#include "support/ExpectError.h"
#include "support/makeSine.h"

#include <cmath>
#include <numbers>

namespace musicrl {
namespace {

/// Amplitude of one frequency in the middle of a clip, by correlation.
double amplitudeAt(const Clip& clip, double hz) {
    const auto first = static_cast<std::size_t>(clip.frames() / 4);
    const auto last = static_cast<std::size_t>(clip.frames() * 3 / 4);
    double sine = 0.0;
    double cosine = 0.0;
    for (std::size_t i = first; i < last; ++i) {
        const double phase = 2.0 * std::numbers::pi * hz * static_cast<double>(i) / clip.sampleRateHz;
        sine += static_cast<double>(clip.samples[i]) * std::sin(phase);
        cosine += static_cast<double>(clip.samples[i]) * std::cos(phase);
    }
    return 2.0 * std::hypot(sine, cosine) / static_cast<double>(last - first);
}

TEST(Resampler, keepsThePitchAndTheLengthOfASine) {
    const Clip tone = makeSine(1000.0, 1.0, 44100);
    for (const int rate : {16000, 24000, 48000}) {
        const Clip result = resample(tone, rate);
        EXPECT_EQ(result.sampleRateHz, rate);
        EXPECT_EQ(result.frames(), rate);
        EXPECT_NEAR(amplitudeAt(result, 1000.0), amplitudeAt(tone, 1000.0), 0.002);
        EXPECT_LT(amplitudeAt(result, 1500.0), 0.002);
    }
}

TEST(Resampler, removesWhatTheNewRateCannotHold) {
    const Clip result = resample(makeSine(10000.0, 1.0, 48000), 16000);
    EXPECT_LT(amplitudeAt(result, 6000.0), 1e-3) << "10 kHz would fold to 6 kHz";
}

TEST(Resampler, keepsChannelsApart) {
    Clip clip{48000, 2, std::vector<float>(96000, 0.0F)};
    for (std::size_t i = 0; i < 48000; ++i) {
        clip.samples[2 * i] = 0.5F;
    }
    const Clip result = resample(clip, 16000);
    EXPECT_EQ(result.channels, 2);
    EXPECT_NEAR(result.samples[16000], 0.5F, 1e-3F);
    EXPECT_NEAR(result.samples[16001], 0.0F, 1e-6F);
}

TEST(Resampler, returnsEqualRatesUntouchedAndRefusesOddOnes) {
    const Clip tone = makeSine(440.0, 0.1, 16000);
    EXPECT_EQ(resample(tone, 16000).samples, tone.samples);
    expectError(ErrorKind::BadInput, "from 1000 to 384000", [&] { (void)resample(tone, 10); });
}

}  // namespace
}  // namespace musicrl
