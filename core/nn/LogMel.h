// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

namespace musicrl {

struct LogMelConfig {
    int sampleRateHz = 16000;
    int windowSamples = 1024;  ///< Hann
    int hopSamples = 160;
    int mels = 64;
    double lowHz = 40.0;
    double highHz = 7800.0;
};

/// Log-mel spectrogram. Its tensors follow from the configuration, so they are no weights and are not saved.
class LogMelImpl : public torch::nn::Module {
public:
    /// \throws Error(BadInput) for bands outside 0 to half the sample rate
    explicit LogMelImpl(const LogMelConfig& config = {});

    /// \param waves  [B, N] float in [-1, 1]
    /// \return       [B, mels, 1 + N / hop], natural log of mel power, floor 1e-5; frames are centred, zero-padded
    torch::Tensor forward(const torch::Tensor& waves);

    [[nodiscard]] const LogMelConfig& config() const { return config_; }

private:
    LogMelConfig config_;
    torch::Tensor window_;   ///< [windowSamples]
    torch::Tensor filters_;  ///< [bins, mels]
};
TORCH_MODULE(LogMel);

}  // namespace musicrl
