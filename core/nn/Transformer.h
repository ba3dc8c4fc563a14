// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nn/Attention.h"
#include "nn/KeyValueCache.h"
#include "nn/RotaryPositions.h"

#include <torch/torch.h>

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

struct TransformerConfig {
    std::int64_t layers = 4;
    std::int64_t width = 256;        ///< D
    std::int64_t heads = 4;          ///< D / heads even
    std::int64_t feedForward = 1024;
    double dropout = 0.0;            ///< on what each half-layer adds
    bool causal = true;
    std::int64_t maxLength = 1024;   ///< longest sequence, in positions
};

/// One layer: x + attention(norm(x)), then x + feedForward(norm(x)).
class TransformerLayerImpl : public torch::nn::Module {
public:
    explicit TransformerLayerImpl(const TransformerConfig& config);

    torch::Tensor forward(const torch::Tensor& x, const RotaryPositions::Angles& angles, const torch::Tensor& bias);
    torch::Tensor step(const torch::Tensor& x, const RotaryPositions::Angles& angles, KeyValueCache& cache,
                       std::int64_t layer);

private:
    torch::Tensor addFeedForward(const torch::Tensor& x);

    torch::nn::LayerNorm attentionNorm_{nullptr};
    SelfAttention attention_{nullptr};
    torch::nn::LayerNorm feedForwardNorm_{nullptr};
    torch::nn::Linear widen_{nullptr};
    torch::nn::Linear narrow_{nullptr};
    torch::nn::Dropout dropout_{nullptr};
};
TORCH_MODULE(TransformerLayer);

/// Pre-norm transformer with rotary positions and a final norm.
///
/// Thread-safety: one caller at a time, since the table of positions grows on demand.
/// \see Xiong et al., "On layer normalization in the transformer architecture", 2020
class TransformerImpl : public torch::nn::Module {
public:
    explicit TransformerImpl(const TransformerConfig& config);

    /// \param x     [B, S, D]
    /// \param keep  [B, S] bool, false for padding; for bidirectional use only
    /// \return      [B, S, D]
    /// \throws Error(BadInput) for a wrong width, S above maxLength, or padding in causal use
    torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& keep = {});

    /// One more position of a causal sequence.
    /// \param x  [B, 1, D]
    /// \return   [B, 1, D], equal to forward() at that position
    torch::Tensor step(const torch::Tensor& x, KeyValueCache& cache);

    /// An empty cache for maxLength positions, or fewer where the caller knows.
    [[nodiscard]] KeyValueCache makeCache(std::int64_t batch, std::int64_t length = 0) const;

    [[nodiscard]] const TransformerConfig& config() const { return config_; }

private:
    TransformerConfig config_;
    RotaryPositions positions_;
    std::vector<TransformerLayer> layers_;
    torch::nn::LayerNorm norm_{nullptr};
};
TORCH_MODULE(Transformer);

}  // namespace musicrl
