// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Random.h"
#include "study/StudyPlan.h"

#include <cstdint>
#include <vector>

namespace musicrl {

/// The order of one rater's regular trials: one of each group, then the next of each, each round in drawn order, and no
/// prompt twice in a row where that can be had.
/// \param groups  trials by the models that meet in them, each in drawn order
[[nodiscard]] std::vector<PlannedTrial> inRounds(std::vector<std::vector<PlannedTrial>> groups, Random& random);

/// Practice trials: the last ones of the order, so that a long time lies between practice and what counts.
/// \throws Error(BadInput) when \p wanted is more than there are
[[nodiscard]] std::vector<PlannedTrial> practiceFrom(const std::vector<PlannedTrial>& order, std::int64_t wanted,
                                                     Random& random);

/// Trials of the first half again in the second, at least a quarter of the order later, sides swapped. Each regular
/// trial's id becomes its place in \p order, by which repeatOf names it.
/// \throws Error(BadInput) when \p wanted is more than half of the order
[[nodiscard]] std::vector<PlannedTrial> withRepeats(std::vector<PlannedTrial> order, std::int64_t wanted,
                                                    Random& random);

/// The order with a gold trial in each of as many equal parts of it, at a drawn place.
[[nodiscard]] std::vector<PlannedTrial> withGold(std::vector<PlannedTrial> order, const std::vector<PlannedTrial>& gold,
                                                 Random& random);

}  // namespace musicrl
