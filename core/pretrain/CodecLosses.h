// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nn/Discriminators.h"

#include <torch/torch.h>

#include <vector>

namespace musicrl {

/// Distance of two sounds over mel spectrograms of many resolutions: windows s = 2^6 .. 2^11, hop s / 4, 64 bands,
///
///   sum over s of mean over time of  |S_s(x) - S_s(y)|_1 + sqrt(s / 2) |log S_s(x) - log S_s(y)|_2,
///
/// S being magnitudes relative to the window's energy (white noise of RMS a gives about a in each bin); the logarithm is
/// that of S + 1e-3, since what lies 60 dB below full scale is not worth a codec's bits.
///
/// \see Zeghidour et al., SoundStream, 2021, equations 5 and 6
class MultiScaleMel {
public:
    /// \param smallestWindow  s starts here; 64 in the paper
    MultiScaleMel(int sampleRateHz, torch::Device device, int smallestWindow = 64);

    /// \param sound, target  [B, N] float
    /// \return               scalar, mean over the batch
    [[nodiscard]] torch::Tensor distance(const torch::Tensor& sound, const torch::Tensor& target) const;

private:
    struct Scale {
        std::int64_t window;
        torch::Tensor shape;    ///< [window], Hann, of unit energy
        torch::Tensor filters;  ///< [window / 2 + 1, 64]
    };
    [[nodiscard]] static torch::Tensor melMagnitudes(const torch::Tensor& waves, const Scale& scale);

    std::vector<Scale> scales_;
};

/// Hinge loss of the discriminators: mean over them of max(0, 1 - D(real)) + max(0, 1 + D(made)).
[[nodiscard]] torch::Tensor discriminatorLoss(const std::vector<Judgment>& real, const std::vector<Judgment>& made);

/// Mean over the discriminators of max(0, 1 - D(made)). \see SoundStream, equation 3
[[nodiscard]] torch::Tensor adversarialLoss(const std::vector<Judgment>& made);

/// Mean absolute difference of the discriminators' features, over all their layers. \see SoundStream, equation 4
[[nodiscard]] torch::Tensor featureLoss(const std::vector<Judgment>& real, const std::vector<Judgment>& made);

}  // namespace musicrl
