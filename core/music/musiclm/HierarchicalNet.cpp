// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/HierarchicalNet.h"

#include "base/Fields.h"
#include "tensor/Shapes.h"

#include <cmath>

namespace musicrl {
namespace {

constexpr double embeddingDeviation = 0.05;

torch::nn::Embedding smallEmbedding(std::int64_t count, std::int64_t width) {
    torch::nn::Embedding embedding(count, width);
    const torch::NoGradGuard noGrad;
    embedding->weight.normal_(0.0, embeddingDeviation);
    return embedding;
}

/// Each place of a row of tokens has a part of one table for itself.
torch::Tensor placed(const torch::Tensor& tokens, std::int64_t vocabulary) {
    return tokens + torch::arange(tokens.size(-1), tokens.options()) * vocabulary;
}

}  // namespace

HierarchicalLmConfig hierarchicalLmConfigFromJson(const Json& json, const std::string& where) {
    HierarchicalLmConfig config;
    Fields fields(json, where);
    fields.integer("coarse_levels", config.layout.coarseLevels, 1, 64);
    fields.integer("codes_per_frame", config.layout.codesPerFrame, 1, 16);
    fields.integer("vocabulary", config.vocabulary, 2, 65536);
    fields.integer("conditioning_tokens", config.conditioningTokens, 1, 64);
    fields.integer("conditioning_vocabulary", config.conditioningVocabulary, 2, 65536);
    fields.number("frames_per_second", config.framesPerSecond, 1.0, 1000.0);
    fields.integer("max_frames", config.maxFrames, 1, 100'000);
    fields.integer("global_layers", config.globalLayers, 1, 128);
    fields.integer("global_width", config.globalWidth, 2, 16384);
    fields.integer("global_heads", config.globalHeads, 1, 256);
    fields.integer("global_feed_forward", config.globalFeedForward, 1, 65536);
    fields.integer("local_layers", config.localLayers, 1, 128);
    fields.integer("local_width", config.localWidth, 2, 16384);
    fields.integer("local_heads", config.localHeads, 1, 256);
    fields.integer("local_feed_forward", config.localFeedForward, 1, 65536);
    fields.number("dropout", config.dropout, 0.0, 0.9);
    fields.finish();
    return config;
}

Json toJson(const HierarchicalLmConfig& config) {
    return {{"coarse_levels", config.layout.coarseLevels},
            {"codes_per_frame", config.layout.codesPerFrame},
            {"vocabulary", config.vocabulary},
            {"conditioning_tokens", config.conditioningTokens},
            {"conditioning_vocabulary", config.conditioningVocabulary},
            {"frames_per_second", config.framesPerSecond},
            {"max_frames", config.maxFrames},
            {"global_layers", config.globalLayers},
            {"global_width", config.globalWidth},
            {"global_heads", config.globalHeads},
            {"global_feed_forward", config.globalFeedForward},
            {"local_layers", config.localLayers},
            {"local_width", config.localWidth},
            {"local_heads", config.localHeads},
            {"local_feed_forward", config.localFeedForward},
            {"dropout", config.dropout}};
}

HierarchicalNet::HierarchicalNet(const HierarchicalLmConfig& config) : config_(config) {
    const std::int64_t places = config.layout.tokensPerFrame();
    const double headDeviation = 1.0 / std::sqrt(static_cast<double>(config.localWidth));
    conditioningEmbedding_ =
        register_module("conditioning_embedding",
                        smallEmbedding(config.conditioningTokens * config.conditioningVocabulary, config.globalWidth));
    frameEmbedding_ =
        register_module("frame_embedding", smallEmbedding(places * config.vocabulary, config.globalWidth));
    begin_ = register_parameter("begin", torch::randn({config.globalWidth}) * embeddingDeviation);
    global_ = register_module(
        "global", Transformer(TransformerConfig{.layers = config.globalLayers,
                                                .width = config.globalWidth,
                                                .heads = config.globalHeads,
                                                .feedForward = config.globalFeedForward,
                                                .dropout = config.dropout,
                                                .causal = true,
                                                .maxLength = config.conditioningTokens + config.maxFrames}));
    toLocal_ = register_module("to_local", torch::nn::Linear(config.globalWidth, config.localWidth));
    tokenEmbedding_ =
        register_module("token_embedding", smallEmbedding((places - 1) * config.vocabulary, config.localWidth));
    start_ = register_parameter("start", torch::randn({config.localWidth}) * embeddingDeviation);
    local_ = register_module("local", Transformer(TransformerConfig{.layers = config.localLayers,
                                                                    .width = config.localWidth,
                                                                    .heads = config.localHeads,
                                                                    .feedForward = config.localFeedForward,
                                                                    .dropout = config.dropout,
                                                                    .causal = true,
                                                                    .maxLength = places}));
    headWeights_ = register_parameter(
        "head_weights", torch::randn({places, config.localWidth, config.vocabulary}) * headDeviation * 0.5);
    headBiases_ = register_parameter("head_biases", torch::zeros({places, 1, config.vocabulary}));
}

torch::Tensor HierarchicalNet::prefix(const torch::Tensor& conditioning) {
    expectShape(conditioning, {-1, config_.conditioningTokens}, "conditioning tokens");
    const torch::Tensor tokens = conditioningEmbedding_->forward(placed(conditioning, config_.conditioningVocabulary));
    return torch::cat({tokens, begin_.expand({conditioning.size(0), 1, -1})}, 1);
}

torch::Tensor HierarchicalNet::embedFrame(const torch::Tensor& frame) {
    return frameEmbedding_->forward(placed(frame, config_.vocabulary)).sum(2);
}

torch::Tensor HierarchicalNet::localInput(const torch::Tensor& context, const torch::Tensor& token,
                                          std::int64_t place) {
    return place == 0 ? context + start_ : context + tokenEmbedding_->forward(token + (place - 1) * config_.vocabulary);
}

torch::Tensor HierarchicalNet::logitsAt(const torch::Tensor& hidden, std::int64_t place) {
    return torch::matmul(hidden, headWeights_.select(0, place)) + headBiases_.select(0, place);
}

torch::Tensor HierarchicalNet::globalStates(const torch::Tensor& tokens, const torch::Tensor& conditioning) {
    const std::int64_t frames = tokens.size(1);
    const torch::Tensor input = torch::cat({prefix(conditioning), embedFrame(tokens.narrow(1, 0, frames - 1))}, 1);
    return global_->forward(input).narrow(1, config_.conditioningTokens, frames);
}

torch::Tensor HierarchicalNet::hidden(const torch::Tensor& tokens, const torch::Tensor& conditioning) {
    const std::int64_t places = config_.layout.tokensPerFrame();
    expectShape(tokens, {conditioning.size(0), -1, places}, "tokens");
    const std::int64_t rows = tokens.size(0) * tokens.size(1);
    const torch::Tensor context = localContext(globalStates(tokens, conditioning)).reshape({rows, 1, -1});
    const torch::Tensor before = tokens.reshape({rows, places}).narrow(1, 0, places - 1);
    const torch::Tensor earlier = tokenEmbedding_->forward(placed(before, config_.vocabulary));
    const torch::Tensor input = context + torch::cat({start_.expand({rows, 1, -1}), earlier}, 1);
    return local_->forward(input).view({tokens.size(0), tokens.size(1), places, config_.localWidth});
}

torch::Tensor HierarchicalNet::logits(const torch::Tensor& hidden) {
    const torch::Tensor byPlace = hidden.flatten(0, 1).transpose(0, 1);  // [P, B * F, D]
    const torch::Tensor logits = torch::matmul(byPlace, headWeights_) + headBiases_;
    return logits.transpose(0, 1).reshape({hidden.size(0), hidden.size(1), hidden.size(2), config_.vocabulary});
}

}  // namespace musicrl
