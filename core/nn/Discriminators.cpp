// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/Discriminators.h"

#include "base/Error.h"

#include <algorithm>
#include <string>

namespace musicrl {
namespace {

constexpr double slope = 0.2;
constexpr std::int64_t stftWindow = 1024;
constexpr std::int64_t stftHop = 256;
constexpr std::int64_t stftBins = stftWindow / 2;  // without the last one, so that they halve evenly

struct StftBlock {
    std::int64_t widening;
    std::int64_t timeStride;
};
constexpr StftBlock stftBlocks[] = {{2, 1}, {2, 2}, {1, 1}, {2, 2}, {1, 1}, {2, 2}};

/// 3 x 3, then a strided convolution that halves the bins; beside it a strided 1 x 1.
struct StftResidualBlockImpl : torch::nn::Module {
    StftResidualBlockImpl(std::int64_t from, std::int64_t to, std::int64_t timeStride) {
        using Options = torch::nn::Conv2dOptions;
        first = register_module("first", torch::nn::Conv2d(Options(from, from, 3).padding(1)));
        second = register_module(
            "second", torch::nn::Conv2d(Options(from, to, {timeStride + 2, 4}).stride({timeStride, 2}).padding(1)));
        shortcut = register_module("shortcut", torch::nn::Conv2d(Options(from, to, 1).stride({timeStride, 2})));
    }

    torch::Tensor forward(const torch::Tensor& x) {
        const torch::Tensor main = second->forward(torch::leaky_relu(first->forward(torch::leaky_relu(x, slope)), slope));
        return main + shortcut->forward(x).slice(2, 0, main.size(2));
    }

    torch::nn::Conv2d first = nullptr;
    torch::nn::Conv2d second = nullptr;
    torch::nn::Conv2d shortcut = nullptr;
};
TORCH_MODULE(StftResidualBlock);

torch::nn::Conv1d grouped(std::int64_t from, std::int64_t to) {
    return torch::nn::Conv1d(torch::nn::Conv1dOptions(from, to, 41).stride(4).padding(20).groups(from / 4));
}

torch::nn::Conv1d plain(std::int64_t from, std::int64_t to, std::int64_t kernel) {
    return torch::nn::Conv1d(torch::nn::Conv1dOptions(from, to, kernel).padding(kernel / 2));
}

}  // namespace

WaveDiscriminatorImpl::WaveDiscriminatorImpl(std::int64_t channels, std::int64_t maxChannels) {
    layers_ = register_module("layers", torch::nn::ModuleList());
    layers_->push_back(plain(1, channels, 15));
    for (int i = 0; i < 4; ++i) {
        const std::int64_t next = std::min(4 * channels, maxChannels);
        layers_->push_back(grouped(channels, next));
        channels = next;
    }
    layers_->push_back(plain(channels, channels, 5));
    layers_->push_back(plain(channels, 1, 3));
}

Judgment WaveDiscriminatorImpl::forward(const torch::Tensor& waves) {
    Judgment judgment;
    torch::Tensor x = waves;
    for (std::size_t i = 0; i + 1 < layers_->size(); ++i) {
        x = torch::leaky_relu(layers_->ptr<torch::nn::Conv1dImpl>(i)->forward(x), slope);
        judgment.features.push_back(x);
    }
    judgment.logits = layers_->ptr<torch::nn::Conv1dImpl>(layers_->size() - 1)->forward(x);
    return judgment;
}

StftDiscriminatorImpl::StftDiscriminatorImpl(std::int64_t channels) : window_(torch::hann_window(stftWindow)) {
    layers_ = register_module("layers", torch::nn::ModuleList());
    layers_->push_back(torch::nn::Conv2d(torch::nn::Conv2dOptions(2, channels, 7).padding(3)));
    for (const StftBlock& block : stftBlocks) {
        layers_->push_back(StftResidualBlock(channels, channels * block.widening, block.timeStride));
        channels *= block.widening;
    }
    layers_->push_back(torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, 1, {1, stftBins / 64})));
}

Judgment StftDiscriminatorImpl::forward(const torch::Tensor& waves) {
    if (waves.size(2) < 8 * stftHop) {
        throw Error(ErrorKind::BadInput, "The spectrogram discriminator needs at least 2048 samples, found " +
                                             std::to_string(waves.size(2)) + ".");
    }
    if (window_.device() != waves.device()) {
        window_ = window_.to(waves.device());
    }
    const torch::Tensor padded = torch::constant_pad_nd(waves.squeeze(1), {stftWindow / 2, stftWindow / 2});
    const torch::Tensor frames = padded.unfold(1, stftWindow, stftHop) * window_;
    const torch::Tensor spectrum = torch::view_as_real(torch::fft_rfft(frames)).slice(2, 0, stftBins);
    Judgment judgment;
    torch::Tensor x = layers_->ptr<torch::nn::Conv2dImpl>(0)->forward(spectrum.permute({0, 3, 1, 2}).contiguous());
    judgment.features.push_back(x);
    for (std::size_t i = 1; i + 1 < layers_->size(); ++i) {
        x = layers_->ptr<StftResidualBlockImpl>(i)->forward(x);
        judgment.features.push_back(x);
    }
    judgment.logits = layers_->ptr<torch::nn::Conv2dImpl>(layers_->size() - 1)->forward(torch::leaky_relu(x, slope));
    return judgment;
}

DiscriminatorsImpl::DiscriminatorsImpl(const DiscriminatorsConfig& config) {
    waves_ = register_module("waves", torch::nn::ModuleList());
    for (int i = 0; i < 3; ++i) {
        waves_->push_back(WaveDiscriminator(config.waveChannels, config.waveMaxChannels));
    }
    stft_ = register_module("stft", StftDiscriminator(config.stftChannels));
}

std::vector<Judgment> DiscriminatorsImpl::forward(const torch::Tensor& waves) {
    std::vector<Judgment> judgments;
    torch::Tensor x = waves;
    for (std::size_t i = 0; i < waves_->size(); ++i) {
        judgments.push_back(waves_->ptr<WaveDiscriminatorImpl>(i)->forward(x));
        x = torch::avg_pool1d(x, 4, 2, 1);
    }
    judgments.push_back(stft_->forward(waves));
    return judgments;
}

}  // namespace musicrl
