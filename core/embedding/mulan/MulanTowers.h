// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "embedding/mulan/MulanConfig.h"
#include "nn/SpectrogramStem.h"
#include "nn/Transformer.h"

#include <torch/torch.h>

namespace musicrl {

/// Both towers end alike: a linear map to D, then a batch norm without weights, then unit length. The batch norm
/// takes the mean of each modality away, so that sounds and texts do not settle in cones of their own and a text can
/// stand in for a sound when it becomes conditioning tokens.
class EmbeddingHeadImpl : public torch::nn::Module {
public:
    EmbeddingHeadImpl(std::int64_t width, std::int64_t embeddingWidth);

    /// \param pooled  [B, width] float
    /// \return        [B, D] float, L2-normalised
    torch::Tensor forward(const torch::Tensor& pooled);

private:
    torch::nn::Linear project_{nullptr};
    torch::nn::BatchNorm1d centre_{nullptr};
};
TORCH_MODULE(EmbeddingHead);

/// Sound: log-mel → three halving convolutions → bidirectional transformer → mean over time → D.
class AudioTowerImpl : public torch::nn::Module {
public:
    explicit AudioTowerImpl(const MulanConfig& config);

    /// \param logMels  [B, mels, T] float
    /// \return         [B, D] float, L2-normalised
    torch::Tensor forward(const torch::Tensor& logMels);

private:
    SpectrogramStem stem_{nullptr};
    torch::nn::Linear toWidth_{nullptr};
    Transformer transformer_{nullptr};
    EmbeddingHead head_{nullptr};
};
TORCH_MODULE(AudioTower);

/// Text: word ids → bidirectional transformer → mean over the words → D. Padding changes nothing.
class TextTowerImpl : public torch::nn::Module {
public:
    TextTowerImpl(const MulanConfig& config, std::int64_t vocabulary, std::int64_t maxLength);

    /// \param ids   [B, L] int64
    /// \param keep  [B, L] bool, false for padding; each row keeps at least one
    /// \return      [B, D] float, L2-normalised
    torch::Tensor forward(const torch::Tensor& ids, const torch::Tensor& keep);

private:
    torch::nn::Embedding words_{nullptr};
    Transformer transformer_{nullptr};
    EmbeddingHead head_{nullptr};
};
TORCH_MODULE(TextTower);

}  // namespace musicrl
