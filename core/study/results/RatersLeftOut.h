// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/RevealedStudy.h"

#include <set>
#include <string>

namespace musicrl {

/// The raters whom the design's rules leave out, judged on the study's first question. \see raterResults
[[nodiscard]] std::set<std::string> ratersLeftOut(const RevealedStudy& study);

}  // namespace musicrl
