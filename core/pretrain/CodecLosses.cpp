// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/CodecLosses.h"

#include "nn/MelFilters.h"

#include <cmath>

namespace musicrl {
namespace {

constexpr int mels = 64;
constexpr double floorMagnitude = 1e-3;
constexpr double tiny = 1e-10;  // bounds the slope of the square root

}  // namespace

MultiScaleMel::MultiScaleMel(int sampleRateHz, torch::Device device, int smallestWindow) {
    for (int window = smallestWindow; window <= 2048; window *= 2) {
        const torch::Tensor hann = torch::hann_window(window);
        const torch::Tensor filters = melFilterBank(sampleRateHz, window, mels, 0.0, sampleRateHz / 2.0);
        // Unit height instead of unit area: the bands of all scales then weigh the same.
        const torch::Tensor heights = filters.amax(1, true).clamp_min(1e-12);
        scales_.push_back({window, (hann / hann.square().sum().sqrt()).to(device), (filters / heights).t().contiguous().to(device)});
    }
}

torch::Tensor MultiScaleMel::melMagnitudes(const torch::Tensor& waves, const Scale& scale) {
    const torch::Tensor padded = torch::constant_pad_nd(waves, {scale.window / 2, scale.window / 2});
    const torch::Tensor frames = padded.unfold(1, scale.window, scale.window / 4) * scale.shape;
    const torch::Tensor power = torch::view_as_real(torch::fft_rfft(frames)).square().sum(-1);
    return torch::matmul((power + tiny).sqrt(), scale.filters);
}

torch::Tensor MultiScaleMel::distance(const torch::Tensor& sound, const torch::Tensor& target) const {
    torch::Tensor total = torch::zeros({}, sound.options());
    for (const Scale& scale : scales_) {
        const torch::Tensor made = melMagnitudes(sound, scale);
        const torch::Tensor wanted = melMagnitudes(target, scale);
        const torch::Tensor logs = (made + floorMagnitude).log() - (wanted + floorMagnitude).log();
        const torch::Tensor logDistance = (logs.square().sum(-1) + tiny).sqrt();
        total = total + (made - wanted).abs().sum(-1).mean() +
                std::sqrt(static_cast<double>(scale.window) / 2.0) * logDistance.mean();
    }
    return total;
}

torch::Tensor discriminatorLoss(const std::vector<Judgment>& real, const std::vector<Judgment>& made) {
    torch::Tensor total = torch::zeros({}, real.front().logits.options());
    for (std::size_t i = 0; i < real.size(); ++i) {
        total = total + torch::relu(1.0 - real[i].logits).mean() + torch::relu(1.0 + made[i].logits).mean();
    }
    return total / static_cast<double>(real.size());
}

torch::Tensor adversarialLoss(const std::vector<Judgment>& made) {
    torch::Tensor total = torch::zeros({}, made.front().logits.options());
    for (const Judgment& judgment : made) {
        total = total + torch::relu(1.0 - judgment.logits).mean();
    }
    return total / static_cast<double>(made.size());
}

torch::Tensor featureLoss(const std::vector<Judgment>& real, const std::vector<Judgment>& made) {
    torch::Tensor total = torch::zeros({}, real.front().logits.options());
    std::size_t layers = 0;
    for (std::size_t i = 0; i < real.size(); ++i) {
        for (std::size_t layer = 0; layer < real[i].features.size(); ++layer) {
            total = total + (real[i].features[layer].detach() - made[i].features[layer]).abs().mean();
            ++layers;
        }
    }
    return total / static_cast<double>(layers);
}

}  // namespace musicrl
