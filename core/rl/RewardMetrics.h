// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/RewardBreakdown.h"

#include <string>
#include <vector>

namespace musicrl {

/// Sample mean and standard deviation (0 for one value) of each term's raw value over some clips.
struct TermStatistics {
    std::string name;
    double mean = 0.0;
    double deviation = 0.0;
};

/// In the order of the first breakdown's terms; all have the same terms.
[[nodiscard]] std::vector<TermStatistics> termStatistics(const std::vector<RewardBreakdown>& rewards);

[[nodiscard]] double meanTotal(const std::vector<RewardBreakdown>& rewards);
[[nodiscard]] std::vector<double> totals(const std::vector<RewardBreakdown>& rewards);

/// objective/scores, rewards/<term>/mean and rewards/<term>/std of the clips that are learned from.
[[nodiscard]] Json rolloutMetrics(const std::vector<RewardBreakdown>& rewards);

/// heldout/scores and heldout/<term> of the clips for the fixed prompts; empty without any.
[[nodiscard]] Json heldOutMetrics(const std::vector<RewardBreakdown>& rewards);

}  // namespace musicrl
