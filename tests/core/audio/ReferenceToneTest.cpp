// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/Loudness.h"
#include "audio/RealTransform.h"
#include "audio/ReferenceTone.h"
#include "base/Error.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

TEST(ReferenceTone, hasTheLoudnessAskedForWithoutClipping) {
    for (const ReferenceTone tone : {ReferenceTone::PinkNoise, ReferenceTone::OneKilohertz}) {
        const Loudness loudness = measureLoudness(makeReferenceTone(tone, -23.0, 44100));
        EXPECT_NEAR(loudness.integratedLufs.value(), -23.0, 0.05);
        EXPECT_LT(loudness.truePeakDbtp, -1.0);
    }
}

TEST(ReferenceTone, isASineOfTheSameDecibelsAtOneKilohertz) {  // BS.1770-4: -23 LUFS from both sides is -23 dBFS
    const Clip clip = makeReferenceTone(ReferenceTone::OneKilohertz, -23.0, 48000);
    EXPECT_NEAR(clip.samples[12], std::pow(10.0, -23.0 / 20.0), 1e-3);  // a quarter of its period
    EXPECT_NEAR(clip.samples[48], 0.0F, 1e-5F);
}

TEST(ReferenceTone, hasEqualPowerInEveryOctave) {
    const Clip clip = makeReferenceTone(ReferenceTone::PinkNoise, -23.0, 44100);
    RealTransform transform(static_cast<int>(clip.frames()));
    std::copy(clip.samples.begin(), clip.samples.end(), transform.samples().begin());
    transform.forward();
    const auto power = [&](double lowHz, double highHz) {
        double sum = 0.0;
        for (auto bin = static_cast<std::size_t>(lowHz * 10.0); bin < static_cast<std::size_t>(highHz * 10.0); ++bin) {
            sum += std::norm(transform.spectrum()[bin]);
        }
        return 10.0 * std::log10(sum);
    };
    EXPECT_NEAR(power(100.0, 200.0), power(1600.0, 3200.0), 0.1);
    EXPECT_NEAR(power(100.0, 200.0), power(8000.0, 16000.0), 0.1);
}

TEST(ReferenceTone, loopsWithoutASeam) {
    const Clip clip = makeReferenceTone(ReferenceTone::PinkNoise, -23.0, 44100);
    double usual = 0.0;  // root mean square of a sample's step to the next
    for (std::size_t i = 1; i < clip.samples.size(); ++i) {
        usual += std::pow(clip.samples[i] - clip.samples[i - 1], 2.0);
    }
    usual = std::sqrt(usual / static_cast<double>(clip.samples.size()));
    EXPECT_LT(std::abs(clip.samples.front() - clip.samples.back()), 4.0 * usual);
}

TEST(ReferenceTone, refusesToClip) {
    EXPECT_THROW((void)makeReferenceTone(ReferenceTone::PinkNoise, -8.0, 44100), Error);
}

}  // namespace
}  // namespace musicrl
