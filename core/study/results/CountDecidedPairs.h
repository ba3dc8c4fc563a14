// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyStore.h"

namespace musicrl {

/// How many pairs of models are decided on a study's first question. A prompt of two models counts once every rater who
/// is to judge it has, in the order in which that came about.
/// \param standing  judgements of the plan's trials, one a trial
[[nodiscard]] DecidedPairs countDecidedPairs(const StudyPlan& plan, const std::vector<Judgement>& standing);

}  // namespace musicrl
