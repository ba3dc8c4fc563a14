// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/PhasorFrames.h"

#include "base/Error.h"
#include "tensor/Shapes.h"

#include <cmath>
#include <numbers>
#include <string>

namespace musicrl {
namespace {

constexpr double tiny = 1e-8;

/// z times the conjugate of w, as [..., 2]
torch::Tensor timesConjugate(const torch::Tensor& z, const torch::Tensor& w) {
    const torch::Tensor a = z.select(-1, 0), b = z.select(-1, 1), c = w.select(-1, 0), d = w.select(-1, 1);
    return torch::stack({a * c + b * d, b * c - a * d}, -1);
}

}  // namespace

PhasorFrames::PhasorFrames(std::int64_t windowSamples, std::int64_t hopSamples)
    : window_(windowSamples), hop_(hopSamples), margin_((windowSamples - hopSamples) / 2), hann_(torch::hann_window(windowSamples)) {
    if (hopSamples < 2 || windowSamples < 2 * hopSamples || windowSamples % 2 != 0 || hopSamples % 2 != 0) {
        throw Error(ErrorKind::BadInput, "Spectral frames need an even window of at least two even hops, found a window of " +
                                             std::to_string(windowSamples) + " and a hop of " + std::to_string(hopSamples) + " samples.");
    }
    const torch::Tensor turns = torch::arange(bins(), torch::kInt64) * hop_ % window_;  // exact, where floats would drift
    ownPhase_ = turns.to(torch::kFloat32) * (2.0 * std::numbers::pi / static_cast<double>(window_));
}

PhasorSpectrum PhasorFrames::analyse(const torch::Tensor& waves) const {
    expectShape(waves, {-1, -1}, "PhasorFrames: waves [B, N]");
    const torch::Tensor padded = torch::constant_pad_nd(waves.to(torch::kFloat32), {margin_, margin_});
    const torch::Tensor hann = hann_.to(waves.device());
    const torch::Tensor frames = padded.unfold(1, window_, hop_) * (hann * (4.0 / static_cast<double>(window_)));
    const torch::Tensor spectrum = torch::view_as_real(torch::fft_rfft(frames)).transpose(1, 2);  // [B, bins, T, 2]
    const torch::Tensor magnitude = spectrum.square().sum(-1).sqrt();
    const torch::Tensor unit = spectrum / (magnitude + tiny).unsqueeze(-1);
    const torch::Tensor first = torch::stack({torch::ones_like(ownPhase_), torch::zeros_like(ownPhase_)}, -1).to(waves.device());
    const torch::Tensor before =
        torch::cat({first.view({1, bins(), 1, 2}).expand({waves.size(0), -1, -1, -1}), unit.slice(2, 0, unit.size(2) - 1)}, 2);
    const torch::Tensor own = torch::stack({ownPhase_.cos(), ownPhase_.sin()}, -1).to(waves.device()).view({1, bins(), 1, 2});
    const torch::Tensor advance = timesConjugate(timesConjugate(unit, before), own);
    return {(magnitude + floorMagnitude).log(), advance.select(-1, 0), advance.select(-1, 1)};
}

torch::Tensor PhasorFrames::overlapped(const torch::Tensor& frames) const {
    const std::int64_t length = (frames.size(2) - 1) * hop_ + window_;
    const auto options = torch::nn::functional::FoldFuncOptions({1, length}, {1, window_}).stride({1, hop_});
    return torch::nn::functional::fold(frames, options).select(1, 0).select(1, 0);
}

torch::Tensor PhasorFrames::synthesise(const PhasorSpectrum& spectrum) const {
    expectShape(spectrum.logMagnitude, {-1, bins(), -1}, "PhasorFrames: spectrum [B, bins, T]");
    const torch::Tensor hann = hann_.to(spectrum.logMagnitude.device());
    const torch::Tensor own = ownPhase_.to(hann.device()).view({1, -1, 1});
    const torch::Tensor phase = torch::cumsum(torch::atan2(spectrum.sine, spectrum.cosine + tiny) + own, 2);
    const torch::Tensor magnitude = (spectrum.logMagnitude.clamp_max(4.0).exp() - floorMagnitude).clamp_min(0.0);
    const torch::Tensor frames =
        torch::fft_irfft(torch::view_as_complex(torch::stack({magnitude * phase.cos(), magnitude * phase.sin()}, -1)), window_, 1);
    const torch::Tensor sum = overlapped(frames * hann.view({1, -1, 1}));
    const torch::Tensor weight = overlapped(hann.square().view({1, -1, 1}).expand({1, -1, frames.size(2)}));
    const torch::Tensor wave = sum / weight.clamp_min(1e-3) * (static_cast<double>(window_) / 4.0);
    return wave.slice(1, margin_, margin_ + frames.size(2) * hop_);
}

}  // namespace musicrl
