// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Renderer.h"

#include "audio/Loudness.h"
#include "audio/Spectrogram.h"
#include "base/Error.h"
#include "pretrain/corpus/Composer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace musicrl {
namespace {

/// How much louder each moment is than the one before, over all frequencies; mean removed.
std::vector<double> onsetCurve(const Spectrogram& image) {
    std::vector<double> curve(static_cast<std::size_t>(image.frames), 0.0);
    const auto bins = static_cast<std::size_t>(image.bins);
    for (std::size_t frame = 1; frame < curve.size(); ++frame) {
        for (std::size_t bin = 0; bin < bins; ++bin) {
            const float now = std::max(-60.0F, image.values[frame * bins + bin]);
            const float before = std::max(-60.0F, image.values[(frame - 1) * bins + bin]);
            curve[frame] += static_cast<double>(std::max(0.0F, now - before));
        }
    }
    const double mean = std::accumulate(curve.begin(), curve.end(), 0.0) / static_cast<double>(curve.size());
    for (double& value : curve) {
        value -= mean;
    }
    return curve;
}

double correlationAt(const std::vector<double>& curve, double lagFrames) {
    double best = -1.0;
    const double power = std::inner_product(curve.begin(), curve.end(), curve.begin(), 0.0);
    for (int near = -1; near <= 1; ++near) {
        const auto lag = static_cast<std::ptrdiff_t>(std::lround(lagFrames)) + near;
        best = std::max(best, std::inner_product(curve.begin() + lag, curve.end(), curve.begin(), 0.0) / power);
    }
    return best;
}

/// The first piece from the seed on that has drums.
Composition pieceWithDrums(std::uint64_t seed) {
    for (;; ++seed) {
        Composition piece = compose(seed, 8.0);
        if (piece.parts.back().role == Role::Drums) {
            return piece;
        }
    }
}

class RendererTest : public testing::Test {
protected:
    void SetUp() override {
        try {
            Renderer::requireAvailable(defaultSoundFont());
        } catch (const Error& error) {
            GTEST_SKIP() << error.what();
        }
    }
};

TEST_F(RendererTest, givesTheSameSamplesWhateverWasRenderedBefore) {
    Renderer renderer;
    const Clip first = renderer.render(compose(1, 4.0), 4.0, 16000);
    (void)renderer.render(compose(2, 4.0), 4.0, 16000);
    EXPECT_EQ(renderer.render(compose(1, 4.0), 4.0, 16000).samples, first.samples);
    EXPECT_EQ(Renderer().render(compose(1, 4.0), 4.0, 16000).samples, first.samples);
}

/// Whether the onsets come back after a beat more than after other times.
bool beatIsHeard(Renderer& renderer, const Composition& piece) {
    const Spectrogram image = spectrogram(renderer.render(piece, 8.0, 16000), {.windowSamples = 512, .hopSamples = 128, .mels = 40});
    const std::vector<double> curve = onsetCurve(image);
    const double beatFrames = piece.secondsPerBeat() / image.hopSeconds;
    double elsewhere = 0.0;
    for (const double wrong : {0.71, 0.83, 1.19, 1.37}) {
        elsewhere += correlationAt(curve, wrong * beatFrames) / 4.0;
    }
    return correlationAt(curve, beatFrames) > elsewhere + 0.1;
}

TEST_F(RendererTest, playsAtTheTempoSaid) {
    Renderer renderer;
    int heard = 0;
    for (std::uint64_t start = 0; start < 1200; start += 100) {
        heard += beatIsHeard(renderer, pieceWithDrums(start)) ? 1 : 0;
    }
    EXPECT_GE(heard, 11) << "of 12 pieces with drums";  // chance would hear about 2
}

TEST_F(RendererTest, isLoudEnoughAndNeverOverFullScale) {
    Renderer renderer;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Clip clip = renderer.render(compose(seed, 5.0), 5.0, 24000);
        EXPECT_EQ(clip.frames(), 5 * 24000);
        const Loudness loudness = measureLoudness(clip);
        ASSERT_TRUE(loudness.integratedLufs.has_value());
        EXPECT_GT(*loudness.integratedLufs, -21.0);
        EXPECT_LT(*loudness.integratedLufs, -14.5);
        const float peak = std::abs(*std::max_element(clip.samples.begin(), clip.samples.end(),
                                                      [](float a, float b) { return std::abs(a) < std::abs(b); }));
        EXPECT_LE(peak, 0.892F);
    }
}

TEST_F(RendererTest, soundsAtThePitchWritten) {
    Composition piece = compose(1, 3.0);
    piece.parts = {{Role::Melody, "flute", {{0.0, 8.0, 81, 90}}}};  // A5 alone
    piece.tempoBpm = 120.0;
    const Spectrogram image = spectrogram(Renderer().render(piece, 3.0, 16000), {.windowSamples = 4096, .hopSamples = 2048});
    const std::size_t middle = static_cast<std::size_t>(image.frames / 2) * static_cast<std::size_t>(image.bins);
    const auto begin = image.values.begin() + static_cast<std::ptrdiff_t>(middle);
    const auto strongest = std::max_element(begin, begin + image.bins) - begin;
    EXPECT_NEAR(static_cast<double>(strongest) * 16000.0 / 4096.0, 880.0, 10.0);
}

TEST(Renderer, namesThePackageWhenThereIsNoSoundFont) {
    try {
        Renderer renderer("/nowhere/at/all.sf2");
        FAIL() << "a renderer without a sound font";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("install"), std::string::npos);
    }
}

}  // namespace
}  // namespace musicrl
