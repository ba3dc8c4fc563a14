// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace musicrl {

/// The convolutional encoder and decoder of SoundStream. Doubling `channels` costs about four times the work.
struct SeanetConfig {
    std::vector<std::int64_t> strides = {2, 4, 5, 8};    ///< of the encoder, in order; the decoder reverses them
    std::int64_t channels = 16;                          ///< after the first layer; doubles with each stride
    std::int64_t dimension = 64;                         ///< D, of a code step
    std::int64_t residualKernel = 7;                     ///< taps of the dilated convolutions
    std::vector<std::int64_t> dilations = {1, 3, 9};     ///< one residual unit each, before every stride

    /// Audio samples of one code step: the product of the strides.
    [[nodiscard]] std::int64_t hopSamples() const;
};

/// Convolution that sees no future: padded with zeros on the left only, so N in gives N / stride out.
class CausalConvImpl : public torch::nn::Module {
public:
    /// \param gain  size of the outputs at the start, relative to the inputs'
    CausalConvImpl(std::int64_t from, std::int64_t to, std::int64_t kernel, std::int64_t stride = 1,
                   std::int64_t dilation = 1, double gain = 1.25);
    torch::Tensor forward(const torch::Tensor& x);

private:
    std::int64_t padding_;
    torch::nn::Conv1d convolution_ = nullptr;
};
TORCH_MODULE(CausalConv);

/// \see Zeghidour et al., SoundStream, 2021, section III-A and figure 3: ELU, causal, no normalisation
class SeanetEncoderImpl : public torch::nn::Module {
public:
    explicit SeanetEncoderImpl(const SeanetConfig& config = {});

    /// \param waves  [B, 1, N] float, N a multiple of hopSamples()
    /// \return       [B, D, N / hopSamples()]; step t depends on the audio before its end only
    /// \throws Error(BadInput) for another shape
    torch::Tensor forward(const torch::Tensor& waves);

private:
    std::int64_t hopSamples_;
    torch::nn::Sequential layers_ = nullptr;
};
TORCH_MODULE(SeanetEncoder);

/// \see SeanetEncoder
class SeanetDecoderImpl : public torch::nn::Module {
public:
    explicit SeanetDecoderImpl(const SeanetConfig& config = {});

    /// \param x  [B, D, T] float
    /// \return   [B, 1, T * hopSamples()], nominally in [-1, 1], not limited
    torch::Tensor forward(const torch::Tensor& x);

private:
    std::int64_t dimension_;
    torch::nn::Sequential layers_ = nullptr;
};
TORCH_MODULE(SeanetDecoder);

}  // namespace musicrl
