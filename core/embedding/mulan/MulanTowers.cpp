// SPDX-License-Identifier: GPL-3.0-or-later
#include "embedding/mulan/MulanTowers.h"

namespace musicrl {
namespace {

constexpr std::int64_t halvings = 3;

TransformerConfig towerTransformer(const MulanConfig& config, std::int64_t layers, std::int64_t maxLength) {
    TransformerConfig made;
    made.layers = layers;
    made.width = config.width;
    made.heads = config.heads;
    made.feedForward = 2 * config.width;
    made.causal = false;
    made.maxLength = maxLength;
    return made;
}

}  // namespace

EmbeddingHeadImpl::EmbeddingHeadImpl(std::int64_t width, std::int64_t embeddingWidth)
    : project_(register_module("project", torch::nn::Linear(width, embeddingWidth))),
      centre_(register_module("centre",
                              torch::nn::BatchNorm1d(torch::nn::BatchNorm1dOptions(embeddingWidth).affine(false)))) {}

torch::Tensor EmbeddingHeadImpl::forward(const torch::Tensor& pooled) {
    return torch::nn::functional::normalize(centre_->forward(project_->forward(pooled)),
                                            torch::nn::functional::NormalizeFuncOptions().p(2).dim(1));
}

AudioTowerImpl::AudioTowerImpl(const MulanConfig& config)
    : stem_(register_module("stem", SpectrogramStem(config.mels, config.channels, halvings))),
      toWidth_(register_module("to_width", torch::nn::Linear(stem_->outputWidth(), config.width))),
      transformer_(register_module(
          "transformer",
          Transformer(towerTransformer(config, config.audioLayers, (config.windowFrames() >> halvings) + 1)))),
      head_(register_module("head", EmbeddingHead(config.width, config.embeddingWidth))) {}

torch::Tensor AudioTowerImpl::forward(const torch::Tensor& logMels) {
    const torch::Tensor steps = toWidth_->forward(stem_->forward(logMels));  // [B, T / 8, width]
    return head_->forward(transformer_->forward(steps).mean(1));
}

TextTowerImpl::TextTowerImpl(const MulanConfig& config, std::int64_t vocabulary, std::int64_t maxLength)
    : words_(register_module("words", torch::nn::Embedding(vocabulary, config.width))),
      transformer_(register_module("transformer", Transformer(towerTransformer(config, config.textLayers, maxLength)))),
      head_(register_module("head", EmbeddingHead(config.width, config.embeddingWidth))) {
    const torch::NoGradGuard noGradients;
    words_->weight.mul_(0.1);  // the pre-norm transformer wants small inputs
}

torch::Tensor TextTowerImpl::forward(const torch::Tensor& ids, const torch::Tensor& keep) {
    const torch::Tensor weight = keep.to(torch::kFloat32).unsqueeze(2);
    const torch::Tensor states = transformer_->forward(words_->forward(ids), keep) * weight;
    return head_->forward(states.sum(1) / weight.sum(1));
}

}  // namespace musicrl
