// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "job/JobContext.h"
#include "music/Policy.h"

#include <torch/torch.h>

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

/// Tokens that became sound.
struct DecodedBatch {
    std::vector<ClipPtr> clips;  ///< B
    torch::Tensor codes;         ///< [B, K, T] int64, all levels
};

/// The way from prompts to clips around a policy: text → conditioning tokens → (policy) → tokens → codes → sound.
class Generator {
public:
    virtual ~Generator() = default;

    /// \return [B, C] int64
    [[nodiscard]] virtual torch::Tensor conditioning(const std::vector<std::string>& texts) const = 0;

    /// \param tokens  [B, S] int64 of the policy
    /// \param seeds   one per clip, for the fine levels' sampling
    [[nodiscard]] virtual DecodedBatch decode(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                              const std::vector<std::uint64_t>& seeds, std::int64_t fineIterations,
                                              const JobContext& context) const = 0;

    /// The model's own policy, as shipped.
    [[nodiscard]] virtual const Policy& policy() const = 0;
    /// Whole frames that cover the duration. \throws Error(BadInput) unless 0 < seconds <= maxSeconds()
    [[nodiscard]] virtual std::int64_t framesFor(double seconds) const = 0;
    [[nodiscard]] virtual double maxSeconds() const = 0;
    [[nodiscard]] virtual int sampleRateHz() const = 0;
    [[nodiscard]] virtual const std::string& codecHash() const = 0;
};

}  // namespace musicrl
