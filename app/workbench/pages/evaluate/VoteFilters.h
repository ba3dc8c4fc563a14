// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/evaluate/EvaluatedStudy.h"

#include <functional>
#include <string>

namespace musicrl {

/// Which judgements stand behind a number. Those of raters who were left out do so only for the raters themselves.
using VoteFilter = std::function<bool(const RevealedJudgement&)>;

/// The comparisons of two models.
[[nodiscard]] VoteFilter votesOfPair(const EvaluatedQuestion& shown, std::size_t first, std::size_t second);
/// All in which a clip of the model takes part.
[[nodiscard]] VoteFilter votesOfModel(const EvaluatedQuestion& shown, std::size_t model);
[[nodiscard]] VoteFilter votesOfRater(const EvaluatedQuestion& shown, std::size_t rater);
/// Those in which a reward signal is higher for the clip that was not chosen.
[[nodiscard]] VoteFilter missesOfSignal(const EvaluatedQuestion& shown, const std::string& signal);

}  // namespace musicrl
