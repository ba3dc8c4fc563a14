// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/LogMel.h"

#include "nn/MelFilters.h"
#include "tensor/Shapes.h"

namespace musicrl {

LogMelImpl::LogMelImpl(const LogMelConfig& config)
    : config_(config),
      window_(torch::hann_window(config.windowSamples)),
      filters_(melFilterBank(config.sampleRateHz, config.windowSamples, config.mels, config.lowHz, config.highHz)
                   .t()
                   .contiguous()) {}

torch::Tensor LogMelImpl::forward(const torch::Tensor& waves) {
    expectShape(waves, {-1, -1}, "LogMel: waves [B, N]");
    if (window_.device() != waves.device()) {
        window_ = window_.to(waves.device());
        filters_ = filters_.to(waves.device());
    }
    const std::int64_t before = config_.windowSamples / 2;
    const torch::Tensor padded = torch::constant_pad_nd(waves.to(torch::kFloat32), {before, config_.windowSamples - before});
    const torch::Tensor frames = padded.unfold(1, config_.windowSamples, config_.hopSamples);
    const torch::Tensor spectrum = torch::view_as_real(torch::fft_rfft(frames * window_));
    const torch::Tensor power = spectrum.square().sum(-1);
    return torch::matmul(power, filters_).clamp_min(1e-5).log().transpose(1, 2);
}

}  // namespace musicrl
