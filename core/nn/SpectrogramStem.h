// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <torch/torch.h>

namespace musicrl {

/// From a log-mel picture to a short sequence of vectors: each mel band is normalised, then 3 × 3 convolutions with
/// batch norm and ReLU halve time and frequency each time; the channels double from one to the next.
class SpectrogramStemImpl : public torch::nn::Module {
public:
    /// \param mels      a multiple of 2^halvings
    /// \param channels  of the first convolution
    SpectrogramStemImpl(std::int64_t mels, std::int64_t channels, std::int64_t halvings);

    /// \param logMels  [B, mels, T] float
    /// \return         [B, ceil(T / 2^halvings), outputWidth()] float
    torch::Tensor forward(const torch::Tensor& logMels);

    [[nodiscard]] std::int64_t outputWidth() const { return outputWidth_; }

private:
    std::int64_t outputWidth_;
    torch::nn::BatchNorm1d inputNorm_{nullptr};
    torch::nn::Sequential convolutions_{nullptr};
};
TORCH_MODULE(SpectrogramStem);

}  // namespace musicrl
