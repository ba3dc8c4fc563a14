// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "music/musiclm/TokenLayout.h"
#include "nn/Transformer.h"

#include <cstdint>
#include <string>
#include <torch/torch.h>
#include <vector>

namespace musicrl {

struct HierarchicalLmConfig {
    TokenLayout layout;
    std::int64_t vocabulary = 256;        ///< V, of every token of a frame
    std::int64_t conditioningTokens = 6;  ///< C
    std::int64_t conditioningVocabulary = 64;
    double framesPerSecond = 25.0;
    std::int64_t maxFrames = 750;  ///< 30 s
    std::int64_t globalLayers = 6;
    std::int64_t globalWidth = 256;
    std::int64_t globalHeads = 4;
    std::int64_t globalFeedForward = 1024;
    std::int64_t localLayers = 2;
    std::int64_t localWidth = 192;
    std::int64_t localHeads = 4;
    std::int64_t localFeedForward = 768;
    double dropout = 0.0;  ///< in training mode only
    bool conditionEveryFrame = false;  ///< besides the prefix; what a short training learns to follow
    double guidance = 0.0;             ///< how far the policy leans from plainConditioning to what is asked for
    std::vector<std::int64_t> plainConditioning;  ///< [C], of a text that asks for nothing; must be there for guidance
};

/// \throws Error(BadInput) naming \p where and the key
[[nodiscard]] HierarchicalLmConfig hierarchicalLmConfigFromJson(const Json& json, const std::string& where);
[[nodiscard]] Json toJson(const HierarchicalLmConfig& config);

/// The network of the language model: a global transformer that goes over frames, and a local one that goes over the
/// tokens inside a frame.
///
/// Global positions are the C conditioning tokens, a begin mark, and then each frame as the sum of its tokens'
/// embeddings; the output at the begin mark tells of frame 0, the output at frame f of frame f + 1. Local positions of
/// a frame are that output, projected, and then the same plus the embedding of each token before the one asked for.
///
/// With conditionEveryFrame the sum of the conditioning tokens' embeddings is projected and added to the begin mark and
/// to every frame, and once more to every frame's local positions. That sum starts as a random image of what the tokens
/// stand for where startConditioningFrom() has been called, so that near texts are near from the first step on.
/// \see Yu et al., "MEGABYTE", 2023; Lee et al., "RQ-Transformer", 2022; Cideron et al., MusicRL, 2024, section 3.1
class HierarchicalNet : public torch::nn::Module {
public:
    explicit HierarchicalNet(const HierarchicalLmConfig& config);

    /// What the output layer sees, all positions at once.
    /// \param tokens        [B, F, P] int64, P tokens a frame
    /// \param conditioning  [B, C] int64
    /// \return              [B, F, P, D] with D the local width
    torch::Tensor hidden(const torch::Tensor& tokens, const torch::Tensor& conditioning);

    /// The two halves of hidden(): what is known of each frame before its first token, ...
    /// \param seen  [B, F] bool, the frames that later ones are told of; undefined: all
    /// \return      [B * F, 1, D]
    torch::Tensor frameContexts(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                const torch::Tensor& seen = {});
    /// ... and what the output layer sees inside frames, at the places 0 to E.
    /// \param contexts  [N, 1, D], of any frames
    /// \param earlier   [N, E] int64, their first tokens; at most P - 1, and none for place 0 alone
    /// \return          [N, E + 1, D]
    torch::Tensor insideFrames(const torch::Tensor& contexts, const torch::Tensor& earlier);

    /// \param hidden  [..., places, D]
    /// \return        [..., places, V]
    torch::Tensor logits(const torch::Tensor& hidden);

    /// Random images of the vectors that the conditioning tokens stand for become their embeddings.
    /// \param codebooks  [C, conditioning vocabulary, any] float, a residual quantizer's
    void startConditioningFrom(const torch::Tensor& codebooks);

    /// The stepwise path of sampling: what every frame is told, made once for a clip.
    struct Condition {
        torch::Tensor prefix;   ///< [B, C + 1, Dg], the positions before the first frame
        torch::Tensor toFrame;  ///< [B, 1, Dg], added to every frame; undefined without conditionEveryFrame
        torch::Tensor toLocal;  ///< [B, 1, D], added to every frame's local context; the same
    };
    /// \param conditioning  [B, C] int64
    Condition condition(const torch::Tensor& conditioning);
    /// \param frames  [B, F, P] int64 \param seen [B, F] bool; undefined: all \return [B, F, Dg]
    torch::Tensor embedFrames(const torch::Tensor& frames, const Condition& condition, const torch::Tensor& seen = {});
    /// \param globalStates  [B, F, Dg] \return [B, F, D]
    torch::Tensor localContext(const torch::Tensor& globalStates, const Condition& condition);
    /// \param token  [B, 1] int64 at the place before \p place; unused for place 0 \return [B, 1, D]
    torch::Tensor localInput(const torch::Tensor& context, const torch::Tensor& token, std::int64_t place);
    /// \param hidden  [B, D] \return [B, V]
    torch::Tensor logitsAt(const torch::Tensor& hidden, std::int64_t place);

    [[nodiscard]] Transformer& global() { return global_; }
    [[nodiscard]] Transformer& local() { return local_; }
    [[nodiscard]] const HierarchicalLmConfig& config() const { return config_; }

private:
    torch::Tensor globalStates(const torch::Tensor& tokens, const Condition& condition, const torch::Tensor& seen);

    HierarchicalLmConfig config_;
    torch::nn::Embedding conditioningEmbedding_{nullptr};
    torch::nn::Linear conditionToFrame_{nullptr};
    torch::nn::Linear conditionToLocal_{nullptr};
    torch::nn::Embedding frameEmbedding_{nullptr};
    torch::Tensor begin_;  ///< [Dg]
    Transformer global_{nullptr};
    torch::nn::Linear toLocal_{nullptr};
    torch::nn::Embedding tokenEmbedding_{nullptr};
    torch::Tensor start_;  ///< [D]
    Transformer local_{nullptr};
    torch::Tensor headWeights_;  ///< [P, D, V]
    torch::Tensor headBiases_;   ///< [P, 1, V]
};

}  // namespace musicrl
