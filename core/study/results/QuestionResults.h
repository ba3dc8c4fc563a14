// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyResults.h"
#include "study/results/StudyVotes.h"

namespace musicrl {

/// Models of a study, the best first: by share of wins, a tie being half of one; mos: by mean rating; abx: as designed.
/// \param votes  that count
[[nodiscard]] std::vector<std::string> modelsByVotes(const StudyDesign& design, const std::vector<StudyVote>& votes);

/// What the votes on one question come to.
/// \param votes   that count  \param models  names in order of their numbers
[[nodiscard]] QuestionResults resultsOn(const Question& question, StudyKind kind, const std::vector<StudyVote>& votes,
                                        const std::vector<std::string>& models, const ClipSignals& signals,
                                        const BootstrapConfig& bootstrap);

}  // namespace musicrl
