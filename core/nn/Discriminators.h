// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace musicrl {

/// What one discriminator says of a batch.
struct Judgment {
    torch::Tensor logits;                 ///< [B, ...], positive for "real"; one a stretch of time
    std::vector<torch::Tensor> features;  ///< of every layer but the last
};

/// Judges the wave at one resolution: a plain convolution, four strided grouped ones, two plain ones; leaky ReLU.
///
/// \see Zeghidour et al., SoundStream, 2021, section III-D, after Kumar et al., MelGAN, 2019
class WaveDiscriminatorImpl : public torch::nn::Module {
public:
    /// \param channels     of the first layer, a multiple of 4; times 4 with each strided layer up to maxChannels (16, 1024 in the paper)
    explicit WaveDiscriminatorImpl(std::int64_t channels = 16, std::int64_t maxChannels = 1024);

    /// \param waves  [B, 1, N] float
    /// \return       logits [B, 1, about N / 256]
    Judgment forward(const torch::Tensor& waves);

private:
    torch::nn::ModuleList layers_;
};
TORCH_MODULE(WaveDiscriminator);

/// Judges the complex spectrogram: window 1024, hop 256; a 7 x 7 convolution, six residual blocks, one over all bins.
///
/// \see Zeghidour et al., SoundStream, 2021, section III-D and figure 5
class StftDiscriminatorImpl : public torch::nn::Module {
public:
    explicit StftDiscriminatorImpl(std::int64_t channels = 32);

    /// \param waves  [B, 1, N] float, N >= 8 * 256
    /// \return       logits [B, 1, frames / 8, 1] with frames = 1 + N / 256; the bins went down to F / 64 = 8, then to 1
    Judgment forward(const torch::Tensor& waves);

private:
    torch::Tensor window_;
    torch::nn::ModuleList layers_;
};
TORCH_MODULE(StftDiscriminator);

struct DiscriminatorsConfig {
    std::int64_t waveChannels = 16;
    std::int64_t waveMaxChannels = 1024;
    std::int64_t stftChannels = 32;
};

/// Three wave discriminators, at the full, half and quarter rate, and the spectrogram's.
class DiscriminatorsImpl : public torch::nn::Module {
public:
    explicit DiscriminatorsImpl(const DiscriminatorsConfig& config = {});

    /// \param waves  [B, 1, N] float
    /// \return       four judgments
    std::vector<Judgment> forward(const torch::Tensor& waves);

private:
    torch::nn::ModuleList waves_;
    StftDiscriminator stft_ = nullptr;
};
TORCH_MODULE(Discriminators);

}  // namespace musicrl
