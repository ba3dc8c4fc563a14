// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <functional>

namespace musicrl {

/// The tokens of some clips and what they were conditioned on.
struct Sequences {
    torch::Tensor tokens;        ///< [B, S] int64
    torch::Tensor conditioning;  ///< [B, C] int64

    [[nodiscard]] std::int64_t clips() const { return tokens.size(0); }
    [[nodiscard]] Sequences part(std::int64_t first, std::int64_t count) const {
        return {tokens.narrow(0, first, count), conditioning.narrow(0, first, count)};
    }
    /// \param indices  [N] int64
    [[nodiscard]] Sequences at(const torch::Tensor& indices) const {
        return {tokens.index_select(0, indices), conditioning.index_select(0, indices)};
    }
};

/// Calls \p pass(part, its first clip) for parts of at most \p tokensPerPass tokens, or of one clip: what bounds the
/// memory of a pass. The gradients of the passes add up to that of the batch.
void forEachPass(const Sequences& batch, std::int64_t tokensPerPass,
                 const std::function<void(const Sequences& part, std::int64_t first)>& pass);

}  // namespace musicrl
