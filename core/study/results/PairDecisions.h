// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/Judgement.h"
#include "study/StudyPlan.h"

#include <string>
#include <vector>

namespace musicrl {

/// Chance of any pair of a study of equal models being decided on one question, at most.
constexpr double falseDecisions = 0.05;

/// How far the votes tell two models apart, valid however often one looked (SequentialDecision.h).
struct PairDecision {
    std::string first;  ///< the two models, by name
    std::string second;
    bool decided = false;              ///< with p at most falseDecisions
    double pValue = 1.0;               ///< by Bonferroni, for all pairs of models that the plan compares
    std::int64_t prompts = 0;          ///< that count
    std::int64_t plannedPrompts = 0;   ///< that the plan compares the two on
    std::int64_t promptsToDecide = 0;  ///< after how many it was decided; 0: it is not
};

/// Of every two models that the plan compares, on one question. The one count of this, while a study goes on and after
/// its seal: a prompt of two models counts once every rater who is to judge it has, in the order in which that came
/// about. So what was sealed unfinished counts as it did last, and a rater whom the rules leave out later stays in,
/// since those votes were among what was looked at. Who did not pass a practice judges nothing and is waited for by
/// nobody.
/// \param standing  judgements of the plan's trials, one a trial
/// \return in order of the names
[[nodiscard]] std::vector<PairDecision> pairDecisions(const StudyPlan& plan,
                                                      const std::vector<const Judgement*>& standing,
                                                      const std::string& question);

}  // namespace musicrl
