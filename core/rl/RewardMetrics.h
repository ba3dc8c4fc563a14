// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/RewardBreakdown.h"
#include "run/SampleMeasures.h"

#include <string>
#include <vector>

namespace musicrl {

/// How values are spread over some clips. Quantiles lie between the two nearest values, in proportion.
struct Spread {
    double mean = 0.0;
    double deviation = 0.0;  ///< of the sample; 0 for one value
    double p10 = 0.0;
    double median = 0.0;
    double p90 = 0.0;
};

/// All NaN when a value is. \param values  at least one
[[nodiscard]] Spread spreadOf(std::vector<double> values);

[[nodiscard]] double meanTotal(const std::vector<RewardBreakdown>& rewards);
[[nodiscard]] std::vector<double> totals(const std::vector<RewardBreakdown>& rewards);

/// Of the clips that are learned from: objective/scores is the mean total, objective/scores_std, _p10, _p50 and _p90
/// tell its spread; rewards/<term>/mean, std, p10, p50 and p90 are those of a term's raw value, rewards/<term>/weighted is
/// the mean of what it adds to the total. Empty without clips.
[[nodiscard]] Json rolloutMetrics(const std::vector<RewardBreakdown>& rewards);

/// heldout/scores and heldout/<term> of the clips for the fixed prompts; empty without any.
[[nodiscard]] Json heldOutMetrics(const std::vector<RewardBreakdown>& rewards);

/// How the samples changed since earlier ones of the same prompts and seeds, clip by clip: heldout/<name>_change is the
/// mean of the differences and heldout/<name>_change_se its standard error, for "scores" and every term that both have of
/// two prompts at least.
[[nodiscard]] Json heldOutChanges(const SampleMeasures& before, const SampleMeasures& now);

}  // namespace musicrl
