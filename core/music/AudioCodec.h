// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <string>

namespace musicrl {

/// Sound as codes and back.
class AudioCodec {
public:
    virtual ~AudioCodec() = default;

    /// \param waves  [B, 1, N] float in [-1, 1] at sampleRateHz(); N is padded with zeros to whole hops
    /// \return       [B, K, T] int64 in [0, V)
    [[nodiscard]] virtual torch::Tensor encode(const torch::Tensor& waves) const = 0;

    /// \param codes  [B, K', T] int64 with K' from 1 to K: the first K' levels
    /// \return       [B, 1, T * hopSamples()] float
    [[nodiscard]] virtual torch::Tensor decode(const torch::Tensor& codes) const = 0;

    [[nodiscard]] virtual int sampleRateHz() const = 0;
    [[nodiscard]] virtual int hopSamples() const = 0;
    [[nodiscard]] virtual std::int64_t codebooks() const = 0;   ///< K
    [[nodiscard]] virtual std::int64_t vocabulary() const = 0;  ///< V
    /// SHA-256 of the codec's files: codes mean something only together with it.
    [[nodiscard]] virtual const std::string& hash() const = 0;
};

}  // namespace musicrl
