// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/RewardBreakdown.h"

#include <string>

namespace musicrl {

/// {"mulan", "mulan_windows": [{"start", "end", "value"}], "mos", "mix"}; null for a term that was not scored.
[[nodiscard]] Json scoreJson(const RewardBreakdown& scores);

/// A term's own value, NaN when it was not scored.
[[nodiscard]] double rawOf(const RewardBreakdown& scores, const std::string& term);

/// Such as "0-10 s 0.412, 10-20 s 0.398".
[[nodiscard]] std::string windowsText(const RewardBreakdown& scores, const std::string& term);

}  // namespace musicrl
