// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nn/KeyValueCache.h"
#include "nn/RotaryPositions.h"

#include <torch/torch.h>

#include <cstdint>

namespace musicrl {

/// Additive scores that hide padding from every query.
/// \param keep  [B, S] bool, false for padding; undefined for none
/// \return      [B, 1, 1, S] float, 0 or -1e9; undefined when \p keep is
[[nodiscard]] torch::Tensor paddingBias(const torch::Tensor& keep);

/// What a stack of layers adds to: float32 where \p x is bfloat16, as it may be under autocast; else \p x itself.
[[nodiscard]] torch::Tensor residualStream(const torch::Tensor& x);

/// Multi-head self-attention with rotary positions.
/// \see Vaswani et al., "Attention is all you need", 2017
class SelfAttentionImpl : public torch::nn::Module {
public:
    /// \throws Error(BadInput) unless width / heads is a whole even number
    SelfAttentionImpl(std::int64_t width, std::int64_t heads, bool causal);

    /// \param x     [B, S, D]
    /// \param bias  added to the scores, broadcastable to [B, H, S, S]; undefined for none, and none when causal
    /// \return      [B, S, D]
    torch::Tensor forward(const torch::Tensor& x, const RotaryPositions::Angles& angles, const torch::Tensor& bias);

    /// The newest position of a causal sequence, the earlier ones being in the cache.
    /// \param x  [B, 1, D]
    /// \return   [B, 1, D], what forward() would give at that position
    torch::Tensor step(const torch::Tensor& x, const RotaryPositions::Angles& angles, KeyValueCache& cache,
                       std::int64_t layer);

private:
    struct Projections {
        torch::Tensor queries, keys, values;  ///< [B, H, S, D / H]
    };
    Projections project(const torch::Tensor& x, const RotaryPositions::Angles& angles);
    torch::Tensor merge(const torch::Tensor& heads);

    std::int64_t heads_;
    bool causal_;
    torch::nn::Linear in_{nullptr};
    torch::nn::Linear out_{nullptr};
};
TORCH_MODULE(SelfAttention);

}  // namespace musicrl
