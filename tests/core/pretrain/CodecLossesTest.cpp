// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/CodecLosses.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace musicrl {
namespace {

torch::Tensor sine(double hertz, double amplitude) {
    return (torch::arange(16000) * (2.0 * std::numbers::pi * hertz / 16000.0)).sin().unsqueeze(0) * amplitude;
}

Judgment judgment(std::vector<float> logits, const torch::Tensor& feature) { return {torch::tensor(logits), {feature}}; }

TEST(MultiScaleMel, equalSoundsAreAtNoDistance) {
    torch::manual_seed(1);
    const MultiScaleMel mel(16000, torch::kCPU);
    const torch::Tensor wave = torch::randn({2, 8000}) * 0.1;
    EXPECT_LT(mel.distance(wave, wave).item<double>(), 1e-2);
    EXPECT_GT(mel.distance(wave, wave * 0.5).item<double>(), 100.0);
}

TEST(MultiScaleMel, aNearTwinIsCloserThanAStranger) {
    const MultiScaleMel mel(16000, torch::kCPU);
    const torch::Tensor target = sine(440.0, 0.3);
    const double louder = mel.distance(sine(440.0, 0.33), target).item<double>();
    const double other = mel.distance(sine(523.0, 0.3), target).item<double>();
    EXPECT_LT(5.0 * louder, other);
}

TEST(MultiScaleMel, phaseHardlyMatters) {
    const MultiScaleMel mel(16000, torch::kCPU);
    const torch::Tensor target = sine(440.0, 0.3);
    EXPECT_LT(mel.distance(-target, target).item<double>(), 1e-2);
}

TEST(MultiScaleMel, halvingTheSoundCostsWhatTheFormulaSays) {
    // White noise far above the floor: every log band moves by ln 2, so a scale's second term is sqrt(s/2) sqrt(bands) ln 2.
    torch::manual_seed(2);
    const MultiScaleMel mel(16000, torch::kCPU);
    const torch::Tensor wave = torch::randn({1, 64000}) * 1e4;
    const double distance = mel.distance(wave * 0.5, wave).item<double>();
    const double linear = mel.distance(wave * 2.0, wave).item<double>() - distance;  // twice the first terms less once
    double logs = 0.0;
    for (int window = 256; window <= 2048; window *= 2) {
        logs += std::sqrt(window / 2.0) * 8.0 * std::numbers::ln2;
    }
    EXPECT_GT(distance - linear, 0.98 * logs);
    EXPECT_LT(distance - linear, 1.35 * logs) << "the two shortest windows have empty bands";
}

TEST(MultiScaleMel, silenceHasAFiniteGradient) {
    const MultiScaleMel mel(16000, torch::kCPU);
    torch::Tensor silence = torch::zeros({1, 4000}).requires_grad_();
    mel.distance(silence, sine(440.0, 0.3).slice(1, 0, 4000)).backward();
    EXPECT_TRUE(silence.grad().isfinite().all().item<bool>());
}

TEST(CodecLosses, areTheHingeAndTheMeanDifference) {
    const std::vector<Judgment> real = {judgment({2.0F, 0.5F}, torch::tensor({1.0F, 2.0F})),
                                        judgment({-1.0F, 1.0F}, torch::tensor({{0.0F}}))};
    const std::vector<Judgment> made = {judgment({-2.0F, 0.0F}, torch::tensor({2.0F, 4.0F})),
                                        judgment({0.5F, 3.0F}, torch::tensor({{0.5F}}))};
    // max(0, 1 - real): (0 + 0.5) / 2 and (2 + 0) / 2; max(0, 1 + made): (0 + 1) / 2 and (1.5 + 4) / 2
    EXPECT_NEAR(discriminatorLoss(real, made).item<double>(), (0.25 + 0.5 + 1.0 + 2.75) / 2.0, 1e-6);
    // max(0, 1 - made): (3 + 1) / 2 and (0.5 + 0) / 2
    EXPECT_NEAR(adversarialLoss(made).item<double>(), (2.0 + 0.25) / 2.0, 1e-6);
    EXPECT_NEAR(featureLoss(real, made).item<double>(), (1.5 + 0.5) / 2.0, 1e-6);
}

}  // namespace
}  // namespace musicrl
