// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <torch/torch.h>

namespace musicrl {

/// How semantic and coarse acoustic tokens take turns in one stream.
///
/// A frame is one semantic token and the codec steps that it spans: the semantic token first, then for each code step
/// its coarse levels. With the defaults a frame is 40 ms: 1 + 2 × 4 = 9 tokens.
/// \see Cideron et al., MusicRL, 2024, section 3.1
struct TokenLayout {
    std::int64_t coarseLevels = 4;
    std::int64_t codesPerFrame = 2;

    [[nodiscard]] std::int64_t tokensPerFrame() const { return 1 + coarseLevels * codesPerFrame; }
};

struct TokenStreams {
    torch::Tensor semantic;  ///< [B, F] int64
    torch::Tensor coarse;    ///< [B, coarseLevels, F * codesPerFrame] int64
};

/// \param codes  [B, K, F * codesPerFrame] int64 with K >= coarseLevels; finer levels are left out
/// \return       [B, F * tokensPerFrame] int64
/// \throws Error(BadInput) when the lengths do not fit together
[[nodiscard]] torch::Tensor interleave(const torch::Tensor& semantic, const torch::Tensor& codes,
                                       const TokenLayout& layout);

/// The way back. \param tokens [B, F * tokensPerFrame] int64 \throws Error(BadInput) for a part of a frame
[[nodiscard]] TokenStreams deinterleave(const torch::Tensor& tokens, const TokenLayout& layout);

}  // namespace musicrl
