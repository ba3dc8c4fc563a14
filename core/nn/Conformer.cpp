// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/Conformer.h"

#include "base/Error.h"
#include "tensor/Shapes.h"

namespace musicrl {
namespace {

torch::nn::LayerNorm layerNorm(std::int64_t width) { return torch::nn::LayerNorm(torch::nn::LayerNormOptions({width})); }

torch::nn::Sequential feedForward(const ConformerConfig& config) {
    return torch::nn::Sequential(layerNorm(config.width), torch::nn::Linear(config.width, config.feedForward),
                                 torch::nn::SiLU(), torch::nn::Linear(config.feedForward, config.width));
}

}  // namespace

ConformerConvolutionImpl::ConformerConvolutionImpl(const ConformerConfig& config)
    : norm_(register_module("norm", layerNorm(config.width))),
      gate_(register_module("gate", torch::nn::Linear(config.width, 2 * config.width))),
      depthwise_(register_module("depthwise",
                                 torch::nn::Conv1d(torch::nn::Conv1dOptions(config.width, config.width, config.kernel)
                                                       .padding(config.kernel / 2)
                                                       .groups(config.width)))),
      innerNorm_(register_module("inner_norm", layerNorm(config.width))),
      out_(register_module("out", torch::nn::Linear(config.width, config.width))) {}

torch::Tensor ConformerConvolutionImpl::forward(const torch::Tensor& x) {
    const torch::Tensor gated = torch::glu(gate_->forward(norm_->forward(x)), -1);
    const torch::Tensor mixed = depthwise_->forward(gated.transpose(1, 2)).transpose(1, 2);
    return out_->forward(torch::silu(innerNorm_->forward(mixed.to(x.scalar_type()))));
}

ConformerLayerImpl::ConformerLayerImpl(const ConformerConfig& config)
    : firstFeedForward_(register_module("first_feed_forward", feedForward(config))),
      attentionNorm_(register_module("attention_norm", layerNorm(config.width))),
      attention_(register_module("attention", SelfAttention(config.width, config.heads, false))),
      convolution_(register_module("convolution", ConformerConvolution(config))),
      secondFeedForward_(register_module("second_feed_forward", feedForward(config))),
      norm_(register_module("norm", layerNorm(config.width))),
      dropout_(register_module("dropout", torch::nn::Dropout(config.dropout))) {}

torch::Tensor ConformerLayerImpl::forward(const torch::Tensor& x, const RotaryPositions::Angles& angles) {
    torch::Tensor state = x + 0.5 * dropout_->forward(firstFeedForward_->forward(x));
    state = state + dropout_->forward(attention_->forward(attentionNorm_->forward(state), angles, {}));
    state = state + dropout_->forward(convolution_->forward(state));
    state = state + 0.5 * dropout_->forward(secondFeedForward_->forward(state));
    return norm_->forward(state);
}

ConformerImpl::ConformerImpl(const ConformerConfig& config)
    : config_(config), positions_(config.heads > 0 ? config.width / config.heads : 2) {
    if (config.kernel % 2 == 0) {
        throw Error(ErrorKind::BadInput, "A conformer's kernel must be odd, not " + std::to_string(config.kernel) + ".");
    }
    for (std::int64_t i = 0; i < config.layers; ++i) {
        layers_.push_back(register_module("layer" + std::to_string(i), ConformerLayer(config)));
    }
}

torch::Tensor ConformerImpl::forwardTo(const torch::Tensor& x, std::int64_t layers) {
    expectShape(x, {-1, -1, config_.width}, "conformer input");
    torch::Tensor state = residualStream(x);
    const auto angles = positions_.at(0, state.size(1), state);
    for (std::int64_t i = 0; i < layers; ++i) {
        state = layers_[static_cast<std::size_t>(i)]->forward(state, angles);
    }
    return state;
}

}  // namespace musicrl
