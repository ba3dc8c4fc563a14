// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Random.h"

#include <cstdint>
#include <torch/torch.h>

namespace musicrl {

/// What the fine model has to guess in one training batch.
struct FineMask {
    torch::Tensor levels;   ///< [B] int64, the level q to guess in each clip
    torch::Tensor hidden;   ///< [B, T] bool, the steps of level q to guess; at least one a clip
    torch::Tensor prompts;  ///< [B] int64, the first so many steps are open at every level, 0 to T - 1
};

struct FineMaskConfig {
    std::int64_t coarseLevels = 4;  ///< always open: coarseLevels <= q < levels
    std::int64_t levels = 8;        ///< K
    double promptShare = 1.0;       ///< clips with a prompt; 1 in the paper
};

/// SoundStorm's training mask, for the fine levels alone: a prompt of U{0 .. T-1} steps stays open, q is uniform over
/// the fine levels, and each step after the prompt is hidden with probability cos(u), u uniform in [0, π/2].
/// \see Borsos et al., "SoundStorm", 2023, section 3.2
[[nodiscard]] FineMask drawFineMask(std::int64_t batch, std::int64_t steps, const FineMaskConfig& config,
                                    Random& random);

/// The codes with what is hidden, and all that is finer than q after the prompt, replaced by \p maskCode.
/// \param codes  [B, K, T] int64
[[nodiscard]] torch::Tensor hideFine(const torch::Tensor& codes, const FineMask& mask, std::int64_t maskCode);

}  // namespace musicrl
