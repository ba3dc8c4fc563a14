// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "record/Prompt.h"
#include "reward/RewardModel.h"

#include <torch/torch.h>

#include <string>
#include <vector>

namespace musicrl {

/// Clips sampled from a policy in one go, with what learning needs of them. All are equally long.
///
/// The policy that sampled them is the one that learns from them: its log-probabilities before the update are those of
/// the sampling, so none are kept here.
struct RolloutBatch {
    std::vector<Prompt> prompts;  ///< B, each with the seed that its clip was sampled with
    torch::Tensor conditioning;   ///< [B, C] int64
    torch::Tensor tokens;         ///< [B, S] int64, the actions
    std::vector<ClipPtr> clips;   ///< B
    torch::Tensor codes;          ///< [B, K, T] int64

    [[nodiscard]] std::int64_t tokenCount() const { return tokens.numel(); }
};

/// What a reward model is asked about a batch. \param codecHash  of the codec that made the codes
[[nodiscard]] std::vector<RewardInput> rewardInputs(const RolloutBatch& rollouts, const std::string& codecHash);

}  // namespace musicrl
