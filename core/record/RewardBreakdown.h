// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <string>
#include <vector>

namespace musicrl {

/// A span of a clip with its own score.
struct RewardWindow {
    double startSeconds = 0.0;
    double endSeconds = 0.0;
    double value = 0.0;
};

/// One named part of a reward.
struct RewardTerm {
    std::string name;           ///< "mulan", "quality", "preference"
    double raw = 0.0;           ///< in its own unit: cosine in [-1, 1]; MOS in [1, 5]
    double weight = 1.0;
    double contribution = 0.0;  ///< what it adds to the total: weight × raw, rescaled where the term says so
    std::vector<RewardWindow> windows;
};

/// Why a clip got its score; total is the sum of the contributions.
struct RewardBreakdown {
    double total = 0.0;
    std::vector<RewardTerm> terms;

    /// \return nullptr when there is no such term
    [[nodiscard]] const RewardTerm* find(const std::string& name) const;
};

[[nodiscard]] Json toJson(const RewardBreakdown& breakdown);
/// \throws Error(BadInput) naming \p where
[[nodiscard]] RewardBreakdown rewardBreakdownFromJson(const Json& json, const std::string& where);

}  // namespace musicrl
