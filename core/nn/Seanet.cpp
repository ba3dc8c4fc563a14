// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/Seanet.h"

#include "base/Error.h"
#include "tensor/Shapes.h"

#include <cmath>

namespace musicrl {
namespace {

constexpr std::int64_t edgeKernel = 7;        // of the layers next to the audio, and the decoder's first
constexpr std::int64_t encoderLastKernel = 3;

/// Weights that keep a signal's size from layer to layer: there is no normalisation to do it later.
/// \param inputs  how many numbers each output is the sum of
void startWith(torch::Tensor weight, torch::Tensor bias, std::int64_t inputs, double gain) {
    const torch::NoGradGuard guard;
    weight.normal_(0.0, gain / std::sqrt(static_cast<double>(inputs)));
    bias.zero_();
}

constexpr double eluGain = 1.25;       // the inverse of what ELU leaves of a standard normal's size
constexpr double residualGain = 0.35;  // so that three units in a row add about as much as they were given
constexpr double quietGain = 0.05;     // music is much quieter than full scale: start near silence

/// x + conv1(ELU(dilated conv(ELU(x))))
struct ResidualUnitImpl : torch::nn::Module {
    ResidualUnitImpl(std::int64_t channels, std::int64_t kernel, std::int64_t dilation)
        : dilated(register_module("dilated", CausalConv(channels, channels, kernel, 1, dilation))),
          mixing(register_module("mixing", CausalConv(channels, channels, 1, 1, 1, residualGain))) {}

    torch::Tensor forward(const torch::Tensor& x) {
        return x + mixing->forward(torch::elu(dilated->forward(torch::elu(x))));
    }

    CausalConv dilated;
    CausalConv mixing;
};
TORCH_MODULE(ResidualUnit);

/// Each step becomes `stride` steps; what would reach beyond the last input is cut off.
struct CausalUpsamplingImpl : torch::nn::Module {
    CausalUpsamplingImpl(std::int64_t from, std::int64_t to, std::int64_t steps)
        : stride(steps),
          convolution(register_module(
              "convolution", torch::nn::ConvTranspose1d(torch::nn::ConvTranspose1dOptions(from, to, 2 * steps).stride(steps)))) {
        startWith(convolution->weight, convolution->bias, 2 * from, eluGain);
    }

    torch::Tensor forward(const torch::Tensor& x) {
        return convolution->forward(x).slice(2, 0, x.size(2) * stride);
    }

    std::int64_t stride;
    torch::nn::ConvTranspose1d convolution;
};
TORCH_MODULE(CausalUpsampling);

void addResidualUnits(torch::nn::Sequential& layers, std::int64_t channels, const SeanetConfig& config) {
    for (const std::int64_t dilation : config.dilations) {
        layers->push_back(ResidualUnit(channels, config.residualKernel, dilation));
    }
}

}  // namespace

std::int64_t SeanetConfig::hopSamples() const {
    std::int64_t hop = 1;
    for (const std::int64_t stride : strides) {
        hop *= stride;
    }
    return hop;
}

CausalConvImpl::CausalConvImpl(std::int64_t from, std::int64_t to, std::int64_t kernel, std::int64_t stride,
                               std::int64_t dilation, double gain)
    : padding_((kernel - 1) * dilation + 1 - stride),
      convolution_(register_module(
          "convolution", torch::nn::Conv1d(torch::nn::Conv1dOptions(from, to, kernel).stride(stride).dilation(dilation)))) {
    startWith(convolution_->weight, convolution_->bias, from * kernel, gain);
}

torch::Tensor CausalConvImpl::forward(const torch::Tensor& x) {
    return convolution_->forward(padding_ > 0 ? torch::constant_pad_nd(x, {padding_, 0}) : x);
}

SeanetEncoderImpl::SeanetEncoderImpl(const SeanetConfig& config) : hopSamples_(config.hopSamples()) {
    torch::nn::Sequential layers;
    std::int64_t channels = config.channels;
    layers->push_back(CausalConv(1, channels, edgeKernel));
    for (const std::int64_t stride : config.strides) {
        addResidualUnits(layers, channels, config);
        layers->push_back(torch::nn::ELU());
        layers->push_back(CausalConv(channels, 2 * channels, 2 * stride, stride));
        channels *= 2;
    }
    layers->push_back(torch::nn::ELU());
    layers->push_back(CausalConv(channels, config.dimension, encoderLastKernel));
    layers_ = register_module("layers", layers);
}

torch::Tensor SeanetEncoderImpl::forward(const torch::Tensor& waves) {
    expectShape(waves, {-1, 1, -1}, "Encoder: waves [B, 1, N]");
    if (waves.size(2) == 0 || waves.size(2) % hopSamples_ != 0) {
        throw Error(ErrorKind::BadInput, "Encoder: expected a whole number of steps of " + std::to_string(hopSamples_) +
                                             " samples, found " + std::to_string(waves.size(2)) + " samples.");
    }
    return layers_->forward(waves);
}

SeanetDecoderImpl::SeanetDecoderImpl(const SeanetConfig& config) : dimension_(config.dimension) {
    torch::nn::Sequential layers;
    std::int64_t channels = config.channels << config.strides.size();
    layers->push_back(CausalConv(config.dimension, channels, edgeKernel));
    for (auto stride = config.strides.rbegin(); stride != config.strides.rend(); ++stride) {
        layers->push_back(torch::nn::ELU());
        layers->push_back(CausalUpsampling(channels, channels / 2, *stride));
        channels /= 2;
        addResidualUnits(layers, channels, config);
    }
    layers->push_back(torch::nn::ELU());
    layers->push_back(CausalConv(channels, 1, edgeKernel, 1, 1, quietGain));
    layers_ = register_module("layers", layers);
}

torch::Tensor SeanetDecoderImpl::forward(const torch::Tensor& x) {
    expectShape(x, {-1, dimension_, -1}, "Decoder: x [B, D, T]");
    return layers_->forward(x);
}

}  // namespace musicrl
