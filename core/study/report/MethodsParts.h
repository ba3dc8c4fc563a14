// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyResults.h"

#include <string>

namespace musicrl {

/// Parts of the methods paragraph, each of sentences that begin with a space.

/// How much was planned and how much of it was judged; of a study that was sealed before its end, what such numbers are
/// worth, and what was decided by then.
[[nodiscard]] std::string completionText(const RevealedStudy& study, const StudyResults& results);

/// The rules of screening and whom they left out.
[[nodiscard]] std::string screeningText(const RevealedStudy& study, const StudyResults& results);

/// What was estimated and tested, and how; empty where nobody's judgements are left.
[[nodiscard]] std::string statisticsText(const StudyResults& results);

}  // namespace musicrl
