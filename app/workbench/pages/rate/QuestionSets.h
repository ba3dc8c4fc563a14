// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <QStringList>
#include <string>

namespace musicrl {

/// What the New study dialog can ask of pairs.
enum class QuestionSet { Overall, ThreeDimensions, SevenSteps, PaperRating };

/// In the order of the enum, as the user reads them.
[[nodiscard]] QStringList questionSetNames();

/// The "questions" of a design. \param kind  "pairs", "abx" or "mos"; the last two ask their usual one: null
[[nodiscard]] Json questionsOf(QuestionSet set, const std::string& kind, bool tieAllowed);

}  // namespace musicrl
