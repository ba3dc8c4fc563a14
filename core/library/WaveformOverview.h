// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Peaks.h"

#include <string>
#include <vector>

namespace musicrl {

/// How many bars of a clip the library keeps: more than a table's cell has.
inline constexpr int overviewBars = 120;

/// The greatest deflection of each part, to either side, as two hexadecimal digits: "00" silence, "ff" full scale.
[[nodiscard]] std::string overviewText(const std::vector<Peak>& peaks);

/// The same as symmetrical peaks; empty when the text is no such text.
[[nodiscard]] std::vector<Peak> peaksFromOverview(const std::string& text);

}  // namespace musicrl
