// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nn/Attention.h"
#include "nn/RotaryPositions.h"

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace musicrl {

struct ConformerConfig {
    std::int64_t layers = 4;
    std::int64_t width = 192;       ///< D
    std::int64_t heads = 4;         ///< D / heads even
    std::int64_t feedForward = 512;
    std::int64_t kernel = 5;        ///< of the depthwise convolution, odd
    double dropout = 0.0;
};

/// norm → pointwise with gate → depthwise convolution over time → norm → SiLU → pointwise.
///
/// A layer norm stands where the paper has a batch norm, so that a clip's result does not depend on its batch.
class ConformerConvolutionImpl : public torch::nn::Module {
public:
    explicit ConformerConvolutionImpl(const ConformerConfig& config);
    /// \param x  [B, S, D]
    torch::Tensor forward(const torch::Tensor& x);

private:
    torch::nn::LayerNorm norm_{nullptr};
    torch::nn::Linear gate_{nullptr};
    torch::nn::Conv1d depthwise_{nullptr};
    torch::nn::LayerNorm innerNorm_{nullptr};
    torch::nn::Linear out_{nullptr};
};
TORCH_MODULE(ConformerConvolution);

/// x + ½ FF(x), + attention, + convolution, + ½ FF, norm.
class ConformerLayerImpl : public torch::nn::Module {
public:
    explicit ConformerLayerImpl(const ConformerConfig& config);
    torch::Tensor forward(const torch::Tensor& x, const RotaryPositions::Angles& angles);

private:
    torch::nn::Sequential firstFeedForward_;
    torch::nn::LayerNorm attentionNorm_{nullptr};
    SelfAttention attention_{nullptr};
    ConformerConvolution convolution_{nullptr};
    torch::nn::Sequential secondFeedForward_;
    torch::nn::LayerNorm norm_{nullptr};
    torch::nn::Dropout dropout_{nullptr};
};
TORCH_MODULE(ConformerLayer);

/// Attention for what is far and convolution for what is near, looking both ways; rotary positions.
///
/// Thread-safety: one caller at a time, since the table of positions grows on demand.
/// \see Gulati et al., "Conformer: convolution-augmented transformer for speech recognition", 2020;
///      kernel 5 and rotary positions as in Borsos et al., "SoundStorm", 2023, section 3.1
class ConformerImpl : public torch::nn::Module {
public:
    /// \throws Error(BadInput) for an even kernel or a width that heads do not divide
    explicit ConformerImpl(const ConformerConfig& config);

    /// \param x  [B, S, D]
    /// \return   [B, S, D], normalised
    torch::Tensor forward(const torch::Tensor& x) { return forwardTo(x, config_.layers); }

    /// What comes out of the first \p layers layers.
    torch::Tensor forwardTo(const torch::Tensor& x, std::int64_t layers);

    [[nodiscard]] const ConformerConfig& config() const { return config_; }

private:
    ConformerConfig config_;
    RotaryPositions positions_;
    std::vector<ConformerLayer> layers_;
};
TORCH_MODULE(Conformer);

}  // namespace musicrl
