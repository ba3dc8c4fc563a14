// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Degradations.h"

#include "audio/Spectrogram.h"
#include "base/Error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <set>

namespace musicrl {
namespace {

constexpr std::array severities = {0.05, 0.1, 0.25, 0.5, 0.75, 1.0};

/// Four seconds of plucked tones with many overtones, so that every kind of damage has something to bite on.
Clip pluckedTones() {
    Clip clip{16000, 1, std::vector<float>(64000)};
    for (std::size_t n = 0; n < clip.samples.size(); ++n) {
        const double seconds = static_cast<double>(n) / clip.sampleRateHz;
        const double pitchHz = 220.0 * (1.0 + 0.125 * std::floor(seconds * 2.0));
        double value = 0.0;
        for (int overtone = 1; overtone * pitchHz < 7500.0; ++overtone) {
            value += std::sin(2.0 * std::numbers::pi * overtone * pitchHz * seconds) / overtone;
        }
        clip.samples[n] = static_cast<float>(0.2 * value * std::exp(-4.0 * std::fmod(seconds, 0.5)));
    }
    return clip;
}

/// How much of the degraded clip is the original, whatever the gain: the scale-invariant signal-to-distortion ratio.
/// (Le Roux et al., "SDR – half-baked or well done?", 2019)
double distortionRatioDb(const Clip& original, const Clip& degraded) {
    double cross = 0.0, power = 0.0, total = 0.0;
    for (std::size_t n = 0; n < original.samples.size(); ++n) {
        const double a = original.samples[n];
        const double b = degraded.samples[n];
        cross += a * b, power += a * a, total += b * b;
    }
    const double explained = cross * cross / power;
    return 10.0 * std::log10(explained / (total - explained + 1e-12));
}

double rms(const Clip& clip) {
    double power = 0.0;
    for (const float sample : clip.samples) {
        power += static_cast<double>(sample) * static_cast<double>(sample);
    }
    return std::sqrt(power / static_cast<double>(clip.samples.size()));
}

/// Power above a frequency as a share of all power, in dB.
double highShareDb(const Clip& clip, double aboveHz) {
    const Spectrogram image = spectrogram(clip, {});
    double high = 0.0, all = 0.0;
    for (std::size_t i = 0; i < image.values.size(); ++i) {
        const double power = std::pow(10.0, static_cast<double>(image.values[i]) / 10.0);
        const double hz = static_cast<double>(i % static_cast<std::size_t>(image.bins)) * clip.sampleRateHz / 2.0 / (image.bins - 1);
        all += power;
        high += hz > aboveHz ? power : 0.0;
    }
    return 10.0 * std::log10(high / all);
}

TEST(Degradations, doMoreDamageTheHigherTheSeverity) {
    const Clip original = pluckedTones();
    for (int kind = 0; kind < degradationKinds; ++kind) {
        double last = 1e9;
        for (const double severity : severities) {
            const double ratioDb = distortionRatioDb(original, degradeBy(static_cast<Degradation>(kind), original, severity, 7));
            EXPECT_LT(ratioDb, last) << "kind " << kind << ", severity " << severity;
            last = ratioDb;
        }
        EXPECT_LT(last, 15.0) << "kind " << kind << " hardly harms at its worst";
    }
}

TEST(Degradations, chainsDoMoreDamageTheHigherTheSeverity) {
    const Clip original = pluckedTones();
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        double last = 1e9;
        for (const double severity : severities) {
            const double ratioDb = distortionRatioDb(original, degrade(original, severity, seed));
            EXPECT_LT(ratioDb, last) << "seed " << seed << ", severity " << severity;
            last = ratioDb;
        }
    }
}

TEST(Degradations, leaveTheClipAsItIsAtSeverityZero) {
    const Clip original = pluckedTones();
    EXPECT_EQ(degrade(original, 0.0, 3).samples, original.samples);
    EXPECT_DOUBLE_EQ(mosOfSeverity(0.0), 5.0);
    EXPECT_DOUBLE_EQ(mosOfSeverity(1.0), 1.0);
}

TEST(Degradations, areTheSameForTheSameSeedOnly) {
    const Clip original = pluckedTones();
    EXPECT_EQ(degrade(original, 0.6, 5).samples, degrade(original, 0.6, 5).samples);
    EXPECT_NE(degrade(original, 0.6, 5).samples, degrade(original, 0.6, 6).samples);
}

TEST(Degradations, keepLoudnessLengthAndRange) {
    const Clip original = pluckedTones();
    for (int kind = 0; kind < degradationKinds; ++kind) {
        const Clip degraded = degradeBy(static_cast<Degradation>(kind), original, 0.8, 1);
        ASSERT_EQ(degraded.samples.size(), original.samples.size());
        EXPECT_NEAR(rms(degraded), rms(original), 0.15 * rms(original)) << "kind " << kind;
        for (const float sample : degraded.samples) {
            ASSERT_LE(std::abs(sample), 1.0F);
        }
    }
}

TEST(Degradations, lowPassTakesTheHighsAway) {
    const Clip original = pluckedTones();
    EXPECT_LT(highShareDb(degradeBy(Degradation::LowPass, original, 0.7, 1), 4000.0), highShareDb(original, 4000.0) - 30.0);
}

TEST(Degradations, everyKindLeadsSomeChain) {
    std::set<Degradation> leaders;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const std::vector<DegradationStep> chain = degradationChain(1.0, seed);
        ASSERT_GE(chain.size(), 1U);
        ASSERT_LE(chain.size(), 3U);
        leaders.insert(std::max_element(chain.begin(), chain.end(), [](const auto& a, const auto& b) { return a.severity < b.severity; })->kind);
    }
    EXPECT_EQ(leaders.size(), static_cast<std::size_t>(degradationKinds));
}

TEST(Degradations, treatTheChannelsOfAStereoClipAlike) {
    const Clip mono = pluckedTones();
    Clip stereo{16000, 2, {}};
    for (const float sample : mono.samples) {
        stereo.samples.insert(stereo.samples.end(), {sample, sample});
    }
    const Clip degraded = degrade(stereo, 0.5, 2);
    const Clip expected = degrade(mono, 0.5, 2);
    ASSERT_EQ(degraded.samples.size(), 2 * expected.samples.size());
    for (std::size_t n = 0; n < expected.samples.size(); ++n) {
        ASSERT_EQ(degraded.samples[2 * n], expected.samples[n]);
        ASSERT_EQ(degraded.samples[2 * n + 1], expected.samples[n]);
    }
}

TEST(Degradations, refuseASeverityOutOfRange) {
    EXPECT_THROW((void)degrade(pluckedTones(), 1.01, 1), Error);
    EXPECT_THROW((void)degrade(pluckedTones(), -0.1, 1), Error);
    EXPECT_THROW((void)degrade(pluckedTones(), std::nan(""), 1), Error);
}

TEST(Degradations, letSilenceBeSilence) {
    const Clip silence{16000, 1, std::vector<float>(16000, 0.0F)};
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        EXPECT_EQ(degrade(silence, 0.9, seed).samples, silence.samples);
    }
}

}  // namespace
}  // namespace musicrl
