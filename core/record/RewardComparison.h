// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/RewardBreakdown.h"

#include <optional>
#include <string>
#include <vector>

namespace musicrl {

/// Whose weights two clips are held against each other with.
enum class WeightsOf { Both, First, Second };

/// A term of two clips.
struct ComparedTerm {
    std::string name;
    double weight = 0.0;               ///< in the weights that are used; 0 too where those do not name it
    std::optional<double> difference;  ///< first minus second, of what it adds at a weight of 1; empty: one lacks it
    bool firstHas = true;
    bool secondHas = true;
};

/// Two clips' rewards, subtracted. Mixes of different recipes do not compare, so that both are weighed alike: as both
/// were, else by the first's weights, else by the second's, whichever need no term that the other clip lacks.
struct RewardComparison {
    std::optional<WeightsOf> weights;  ///< empty: with neither's, each needs a term that the other clip lacks
    std::vector<ComparedTerm> terms;   ///< of either, the first's before the rest
    std::optional<double> mix;         ///< first minus second; only with weights
};

[[nodiscard]] RewardComparison compareRewards(const RewardBreakdown& first, const RewardBreakdown& second);

}  // namespace musicrl
