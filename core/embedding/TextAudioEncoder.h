// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <string>
#include <vector>

namespace musicrl {

/// Text and sound in one space: two towers whose outputs are compared by their cosine.
class TextAudioEncoder {
public:
    virtual ~TextAudioEncoder() = default;

    /// \param waves  [B, N] float, mono at sampleRateHz(), one window each (shorter than windowSeconds(): zero-padded)
    /// \return       [B, D] float, L2-normalised
    [[nodiscard]] virtual torch::Tensor embedAudio(const torch::Tensor& waves) const = 0;

    /// \return [B, D] float, L2-normalised
    [[nodiscard]] virtual torch::Tensor embedText(const std::vector<std::string>& texts) const = 0;

    [[nodiscard]] virtual int sampleRateHz() const = 0;
    [[nodiscard]] virtual double windowSeconds() const = 0;
    [[nodiscard]] virtual std::int64_t width() const = 0;
};

}  // namespace musicrl
