// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/Transformer.h"

#include "base/Error.h"
#include "nn/LoraLinear.h"
#include "tensor/Shapes.h"

namespace musicrl {
namespace {

torch::nn::LayerNorm layerNorm(std::int64_t width) { return torch::nn::LayerNorm(torch::nn::LayerNormOptions({width})); }

}  // namespace

TransformerLayerImpl::TransformerLayerImpl(const TransformerConfig& config)
    : attentionNorm_(register_module("attention_norm", layerNorm(config.width))),
      attention_(register_module("attention", SelfAttention(config.width, config.heads, config.causal))),
      feedForwardNorm_(register_module("feed_forward_norm", layerNorm(config.width))),
      widen_(register_module("widen", torch::nn::Linear(config.width, config.feedForward))),
      narrow_(register_module("narrow", torch::nn::Linear(config.feedForward, config.width))),
      dropout_(register_module("dropout", torch::nn::Dropout(config.dropout))) {}

torch::Tensor TransformerLayerImpl::addFeedForward(const torch::Tensor& x) {
    const torch::Tensor wide = torch::gelu(adaptedLinear(widen_, feedForwardNorm_->forward(x)));
    return x + dropout_->forward(adaptedLinear(narrow_, wide));
}

torch::Tensor TransformerLayerImpl::forward(const torch::Tensor& x, const RotaryPositions::Angles& angles,
                                            const torch::Tensor& bias) {
    return addFeedForward(x + dropout_->forward(attention_->forward(attentionNorm_->forward(x), angles, bias)));
}

torch::Tensor TransformerLayerImpl::step(const torch::Tensor& x, const RotaryPositions::Angles& angles,
                                         KeyValueCache& cache, std::int64_t layer) {
    return addFeedForward(x + attention_->step(attentionNorm_->forward(x), angles, cache, layer));
}

TransformerImpl::TransformerImpl(const TransformerConfig& config)
    : config_(config), positions_(config.heads > 0 ? config.width / config.heads : 2) {
    for (std::int64_t i = 0; i < config.layers; ++i) {
        layers_.push_back(register_module("layer" + std::to_string(i), TransformerLayer(config)));
    }
    norm_ = register_module("norm", layerNorm(config.width));
}

torch::Tensor TransformerImpl::forward(const torch::Tensor& x, const torch::Tensor& keep) {
    expectShape(x, {-1, -1, config_.width}, "transformer input");
    if (x.size(1) > config_.maxLength) {
        throw Error(ErrorKind::BadInput, "A sequence of " + std::to_string(x.size(1)) + " positions is longer than the model's " +
                                             std::to_string(config_.maxLength) + ".");
    }
    if (config_.causal && keep.defined()) {
        throw Error(ErrorKind::BadInput, "A causal transformer takes no padding mask.");
    }
    torch::Tensor state = residualStream(x);
    const auto angles = positions_.at(0, state.size(1), state);
    const torch::Tensor bias = paddingBias(keep);
    for (auto& layer : layers_) {
        state = layer->forward(state, angles, bias);
    }
    return norm_->forward(state);
}

torch::Tensor TransformerImpl::step(const torch::Tensor& x, KeyValueCache& cache) {
    const auto angles = positions_.at(cache.length(), 1, x);
    torch::Tensor state = x;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        state = layers_[i]->step(state, angles, cache, static_cast<std::int64_t>(i));
    }
    cache.advance();
    return norm_->forward(state);
}

KeyValueCache TransformerImpl::makeCache(std::int64_t batch, std::int64_t length) const {
    const KeyValueCache::Shape shape{.layers = config_.layers,
                                     .batch = batch,
                                     .heads = config_.heads,
                                     .maxLength = length > 0 ? length : config_.maxLength,
                                     .headWidth = config_.width / config_.heads};
    return {shape, norm_->weight.options().requires_grad(false)};
}

}  // namespace musicrl
