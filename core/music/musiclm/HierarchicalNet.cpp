// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/HierarchicalNet.h"

#include "base/Error.h"
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

torch::nn::Linear withoutBias(std::int64_t from, std::int64_t to) {
    return torch::nn::Linear(torch::nn::LinearOptions(from, to).bias(false));
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
    fields.flag("condition_every_frame", config.conditionEveryFrame);
    fields.number("guidance", config.guidance, 0.0, 100.0);
    fields.integers("plain_conditioning", config.plainConditioning, 0, config.conditioningVocabulary - 1);
    fields.finish();
    const auto plain = static_cast<std::int64_t>(config.plainConditioning.size());
    if (plain != config.conditioningTokens && (plain > 0 || config.guidance > 0.0)) {
        throw Error(ErrorKind::BadInput, where + ": plain_conditioning has " + std::to_string(plain) +
                                             " tokens, but conditioning_tokens is " +
                                             std::to_string(config.conditioningTokens) + ".");
    }
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
            {"dropout", config.dropout},
            {"condition_every_frame", config.conditionEveryFrame},
            {"guidance", config.guidance},
            {"plain_conditioning", config.plainConditioning}};
}

HierarchicalNet::HierarchicalNet(const HierarchicalLmConfig& config) : config_(config) {
    const std::int64_t places = config.layout.tokensPerFrame();
    const double headDeviation = 1.0 / std::sqrt(static_cast<double>(config.localWidth));
    conditioningEmbedding_ =
        register_module("conditioning_embedding",
                        smallEmbedding(config.conditioningTokens * config.conditioningVocabulary, config.globalWidth));
    if (config.conditionEveryFrame) {
        conditionToFrame_ = register_module("condition_to_frame", withoutBias(config.globalWidth, config.globalWidth));
        conditionToLocal_ = register_module("condition_to_local", withoutBias(config.globalWidth, config.localWidth));
    }
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

void HierarchicalNet::startConditioningFrom(const torch::Tensor& codebooks) {
    const torch::NoGradGuard noGrad;
    expectShape(codebooks, {config_.conditioningTokens, config_.conditioningVocabulary, -1}, "conditioning codebooks");
    const torch::Tensor vectors = codebooks.flatten(0, 1).to(torch::kFloat32);
    const torch::Tensor image = torch::matmul(vectors, torch::randn({vectors.size(1), config_.globalWidth}));
    const torch::Tensor sumSquares = image.view({config_.conditioningTokens, -1}).square().mean(1).sum();
    const double wanted = embeddingDeviation * std::sqrt(static_cast<double>(config_.conditioningTokens));
    conditioningEmbedding_->weight.copy_(image * (wanted / sumSquares.sqrt().clamp_min(1e-9)));
}

HierarchicalNet::Condition HierarchicalNet::condition(const torch::Tensor& conditioning) {
    expectShape(conditioning, {-1, config_.conditioningTokens}, "conditioning tokens");
    const torch::Tensor tokens = conditioningEmbedding_->forward(placed(conditioning, config_.conditioningVocabulary));
    const torch::Tensor begin = begin_.expand({conditioning.size(0), 1, -1});
    if (!config_.conditionEveryFrame) {
        return {torch::cat({tokens, begin}, 1), {}, {}};
    }
    const torch::Tensor whole = tokens.sum(1, true);
    const torch::Tensor toFrame = conditionToFrame_->forward(whole);
    return {torch::cat({tokens, begin + toFrame}, 1), toFrame, conditionToLocal_->forward(whole)};
}

torch::Tensor HierarchicalNet::embedFrames(const torch::Tensor& frames, const Condition& condition,
                                           const torch::Tensor& seen) {
    torch::Tensor embedded = frameEmbedding_->forward(placed(frames, config_.vocabulary)).sum(2);
    if (seen.defined()) {
        embedded = embedded * seen.unsqueeze(-1);
    }
    return condition.toFrame.defined() ? embedded + condition.toFrame : embedded;
}

torch::Tensor HierarchicalNet::localContext(const torch::Tensor& globalStates, const Condition& condition) {
    const torch::Tensor context = toLocal_->forward(globalStates);
    return condition.toLocal.defined() ? context + condition.toLocal : context;
}

torch::Tensor HierarchicalNet::localInput(const torch::Tensor& context, const torch::Tensor& token,
                                          std::int64_t place) {
    return place == 0 ? context + start_ : context + tokenEmbedding_->forward(token + (place - 1) * config_.vocabulary);
}

torch::Tensor HierarchicalNet::logitsAt(const torch::Tensor& hidden, std::int64_t place) {
    return torch::matmul(hidden, headWeights_.select(0, place)) + headBiases_.select(0, place);
}

torch::Tensor HierarchicalNet::globalStates(const torch::Tensor& tokens, const Condition& condition,
                                            const torch::Tensor& seen) {
    const std::int64_t frames = tokens.size(1);
    const torch::Tensor seenBefore = seen.defined() ? seen.narrow(1, 0, frames - 1) : seen;
    const torch::Tensor before = embedFrames(tokens.narrow(1, 0, frames - 1), condition, seenBefore);
    return global_->forward(torch::cat({condition.prefix, before}, 1)).narrow(1, config_.conditioningTokens, frames);
}

torch::Tensor HierarchicalNet::frameContexts(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                             const torch::Tensor& seen) {
    expectShape(tokens, {conditioning.size(0), -1, config_.layout.tokensPerFrame()}, "tokens");
    const Condition told = condition(conditioning);
    return localContext(globalStates(tokens, told, seen), told).flatten(0, 1).unsqueeze(1);
}

torch::Tensor HierarchicalNet::insideFrames(const torch::Tensor& contexts, const torch::Tensor& earlier) {
    const torch::Tensor start = start_.expand({contexts.size(0), 1, -1});
    if (earlier.size(1) == 0) {
        return local_->forward(contexts + start);
    }
    const torch::Tensor known = tokenEmbedding_->forward(placed(earlier, config_.vocabulary));
    return local_->forward(contexts + torch::cat({start, known}, 1));
}

torch::Tensor HierarchicalNet::hidden(const torch::Tensor& tokens, const torch::Tensor& conditioning) {
    const std::int64_t places = config_.layout.tokensPerFrame();
    const torch::Tensor contexts = frameContexts(tokens, conditioning);
    return insideFrames(contexts, tokens.flatten(0, 1).narrow(1, 0, places - 1))
        .view({tokens.size(0), tokens.size(1), places, config_.localWidth});
}

torch::Tensor HierarchicalNet::logits(const torch::Tensor& hidden) {
    const std::int64_t places = hidden.size(-2);
    const torch::Tensor byPlace = hidden.reshape({-1, places, hidden.size(-1)}).transpose(0, 1);  // [places, N, D]
    const torch::Tensor logits = torch::matmul(byPlace, headWeights_.narrow(0, 0, places)) + headBiases_.narrow(0, 0, places);
    std::vector<std::int64_t> shape = hidden.sizes().vec();
    shape.back() = config_.vocabulary;
    return logits.transpose(0, 1).reshape(shape);
}

}  // namespace musicrl
