// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyPlan.h"

#include <QString>

namespace musicrl {

/// "60 trials, 20 for each of 3 raters: about 14 min each"
[[nodiscard]] QString planSummary(const StudyPlan& plan);

/// Whether the plan has prompts enough to find a true win rate of this size; empty for studies that compare no pairs.
/// \param winRate  in (0.5, 1)  \throws Error(BadInput) as neededVotes
[[nodiscard]] QString plannerText(const StudyPlan& plan, double winRate);

}  // namespace musicrl
