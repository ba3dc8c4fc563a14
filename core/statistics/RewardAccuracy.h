// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/CrossedBootstrap.h"

#include <cstdint>
#include <span>

namespace musicrl {

/// How well a reward signal foresees which of two clips raters choose.
struct RewardAccuracy {
    std::int64_t votes = 0;  ///< decisive ones with a margin
    Estimate accuracy;       ///< share of them in which the signal is higher for the chosen clip; equal signals: a half
};

/// \param margins   of each vote: signal of the first clip minus the second's; NaN where it is not known
/// \param outcomes  1: the first was chosen, 0: the second, 0.5: a tie, which does not count
/// \param crossing  prompt and rater of each vote: intervals resample prompts, from 8 raters up raters too
/// \throws Error(Internal) when lengths differ
/// \see Ouyang et al., "Training language models to follow instructions with human feedback", 2022 (accuracy of a
///      reward model); Lambert et al., RewardBench, 2024, for equal signals
[[nodiscard]] RewardAccuracy rewardAccuracy(std::span<const double> margins, std::span<const double> outcomes,
                                            const Crossing& crossing, const BootstrapConfig& config);

}  // namespace musicrl
