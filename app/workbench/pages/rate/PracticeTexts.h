// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/PracticeProgress.h"

#include <QString>

namespace musicrl {

/// Before the first trial of a practice that has to be passed: what it is made of and how much must be right.
[[nodiscard]] QString practiceIntroduction(const PracticeProgress& practice);

/// "Right", or "Not right", of the answer given last.
[[nodiscard]] QString practiceHeading(const PracticeProgress& practice);

/// Which clip was the better one, how many answers were right, and what follows.
[[nodiscard]] QString practiceFeedback(const PracticeProgress& practice);

/// To who did not pass.
[[nodiscard]] QString practiceFailure(const PracticeProgress& practice);

/// For who runs the study: "passed", "not passed", "attempt 2 of 3"; empty before the first answer.
[[nodiscard]] QString practiceState(const PracticeProgress& practice);

}  // namespace musicrl
