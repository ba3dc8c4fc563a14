// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyPlan.h"

#include <QString>

namespace musicrl {

/// "60 trials for 3 raters, 20 each: about 14 min each"
[[nodiscard]] QString planSummary(const StudyPlan& plan);

/// Whether the plan is large enough: pairs, prompts enough to find a true win rate of this size; ABX, trials enough to
/// find that X is told right in such a share of them. Empty for MOS. It may simulate for half a second.
/// \param share  in (0.5, 1)  \throws Error(BadInput) as neededVotes and neededAbxTrials
[[nodiscard]] QString plannerText(const StudyPlan& plan, double share);

}  // namespace musicrl
