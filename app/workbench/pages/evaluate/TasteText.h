// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "statistics/RewardAccuracy.h"
#include "study/StudyResults.h"

#include <QString>
#include <optional>
#include <string>

namespace musicrl {

/// With fewer, no share of held-out votes is worth a conclusion, however it comes out.
constexpr std::int64_t fewestTellingVotes = 20;

/// How many of the held-out votes a preference model foretells. The interval is the study's own, which knows that
/// votes on one prompt hang together, where the study holds what this model says of the same votes; else Clopper's and
/// Pearson's exact one of the count.
/// \param training  what its training.json says
/// \param question  whose votes it was trained on
/// \return          nothing where the training measured none
[[nodiscard]] std::optional<RewardAccuracy> heldOutAccuracy(const Json& training, const StudyResults& results,
                                                            const std::string& question);

/// "foretells 61.2 % of 480 held-out votes (95 %: 56.1 to 66.0 %; of the same votes MuLan 51.6 %)", and in words when
/// that says nothing yet; empty where nothing was measured.
[[nodiscard]] QString tasteText(const Json& training, const StudyResults& results, const std::string& question);

}  // namespace musicrl
