// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace musicrl {

/// x + scale * pointwise(GELU(pointwise(norm(depthwise convolution over time)))).
///
/// \see Liu et al., A ConvNet for the 2020s, 2022, section 2; over audio frames: Siuzdak, Vocos, 2023
class ConvNextBlockImpl : public torch::nn::Module {
public:
    /// \param kernel     taps of the depthwise convolution, odd
    /// \param expansion  how many times wider the inner layer is
    ConvNextBlockImpl(std::int64_t width, std::int64_t kernel, std::int64_t expansion);

    /// \param x  [B, width, T] \return the same shape
    torch::Tensor forward(const torch::Tensor& x);

private:
    torch::nn::Conv1d depthwise_ = nullptr;
    torch::nn::LayerNorm norm_ = nullptr;
    torch::nn::Linear widen_ = nullptr;
    torch::nn::Linear narrow_ = nullptr;
    torch::Tensor scale_;  ///< [width]
};
TORCH_MODULE(ConvNextBlock);

}  // namespace musicrl
