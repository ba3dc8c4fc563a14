// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyResults.h"
#include "study/results/StudyVotes.h"

namespace musicrl {

/// How each of the plan's raters who judged anything rated, and who is left out by the design's rules.
/// \param votes  on the study's first question
/// \return by pseudonym
[[nodiscard]] std::vector<RaterResult> raterResults(const RevealedStudy& study, const std::vector<StudyVote>& votes);

/// Differences of a study's answers: graded, but for ABX.
[[nodiscard]] Measurement measurementOf(StudyKind kind);

}  // namespace musicrl
