// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "job/JobContext.h"
#include "record/RewardBreakdown.h"

#include <torch/torch.h>

#include <span>
#include <string>
#include <vector>

namespace musicrl {

struct RewardInput {
    std::string prompt;
    ClipPtr clip;
    torch::Tensor codes;    ///< [K, T] int64 where known, else undefined
    std::string codecHash;  ///< of the codec that made the codes
};

/// Scores clips against their prompts. Scoring never trains: no gradients, evaluation mode.
class RewardModel {
public:
    virtual ~RewardModel() = default;

    /// \return one breakdown per input, every component kept
    /// \throws Error(BadInput) for a clip that cannot be scored (empty), JobStopped
    [[nodiscard]] virtual std::vector<RewardBreakdown> score(std::span<const RewardInput> inputs,
                                                             const JobContext& context) const = 0;
};

}  // namespace musicrl
