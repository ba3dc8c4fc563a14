// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/PhasorFrames.h"

#include "support/ExpectError.h"

#include <cmath>
#include <numbers>

namespace musicrl {
namespace {

constexpr double rate = 16000.0;

torch::Tensor sine(double hertz, double amplitude, std::int64_t samples) {
    const torch::Tensor angle = torch::arange(samples, torch::kFloat64) * (2.0 * std::numbers::pi * hertz / rate);
    return (angle.sin() * amplitude).to(torch::kFloat32).unsqueeze(0);
}

/// Strength of one frequency in a sound, as the amplitude of a sine.
double amplitudeAt(const torch::Tensor& wave, double hertz) {
    const torch::Tensor hann = torch::hann_window(wave.size(1), torch::kFloat64);
    const torch::Tensor angle = torch::arange(wave.size(1), torch::kFloat64) * (2.0 * std::numbers::pi * hertz / rate);
    const torch::Tensor weighted = wave[0].to(torch::kFloat64) * hann;
    return 2.0 * std::hypot((weighted * angle.cos()).sum().item<double>(), (weighted * angle.sin()).sum().item<double>()) /
           hann.sum().item<double>();
}

TEST(PhasorFrames, aSineIsOneSteadyPeakAtItsLevel) {
    const PhasorFrames frames(1024, 320);
    const PhasorSpectrum spectrum = frames.analyse(sine(1003.0, 0.5, 16000));
    ASSERT_EQ(spectrum.logMagnitude.sizes(), (std::vector<std::int64_t>{1, 513, 50}));
    const torch::Tensor peak = spectrum.logMagnitude[0][64].slice(0, 5, 45);  // bin 64 is 1000 Hz
    EXPECT_NEAR(peak.exp().mean().item<double>(), 0.5, 0.03);
    // 3 Hz above the bin's own frequency is 3 * 320 / 16000 turns a hop, in every frame.
    const torch::Tensor advance = torch::atan2(spectrum.sine, spectrum.cosine)[0][64].slice(0, 5, 45);
    EXPECT_LT((advance - 2.0 * std::numbers::pi * 3.0 * 320.0 / rate).abs().max().item<double>(), 0.01);
}

TEST(PhasorFrames, notesComeBackAtTheirPitchAndLevel) {
    const PhasorFrames frames(1024, 320);
    const torch::Tensor chord = sine(220.0, 0.3, 48000) + sine(987.8, 0.1, 48000);
    const torch::Tensor back = frames.synthesise(frames.analyse(chord));
    ASSERT_EQ(back.sizes(), chord.sizes());
    const torch::Tensor middle = back.slice(1, 8000, 40000);
    EXPECT_NEAR(amplitudeAt(middle, 220.0), 0.3, 0.01);
    EXPECT_NEAR(amplitudeAt(middle, 987.8), 0.1, 0.005);
    EXPECT_LT(amplitudeAt(middle, 600.0), 0.002);
}

TEST(PhasorFrames, aMinuteKeepsItsPitchToTheEnd) {
    const PhasorFrames frames(1024, 320);
    const torch::Tensor note = sine(3000.3, 0.3, 60 * 16000);
    const torch::Tensor last = frames.synthesise(frames.analyse(note)).slice(1, 58 * 16000, 59 * 16000);
    EXPECT_NEAR(amplitudeAt(last, 3000.3), 0.3, 0.01);
}

TEST(PhasorFrames, silenceStaysSilent) {
    const PhasorFrames frames(64, 16);
    EXPECT_LT(frames.synthesise(frames.analyse(torch::zeros({2, 640}))).abs().max().item<double>(), 1e-6);
}

TEST(PhasorFrames, refusesWindowsThatDoNotCoverTheSound) {
    expectError(ErrorKind::BadInput, "at least two even hops", [] { (void)PhasorFrames(512, 320); });
    expectError(ErrorKind::BadInput, "at least two even hops", [] { (void)PhasorFrames(1024, 321); });
}

}  // namespace
}  // namespace musicrl
