// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace musicrl {

/// A character of a pattern that starts a sound, and for how many sixteenths it and its '-' last.
struct Strike {
    char symbol = 'x';
    int step = 0;
    int steps = 1;
};

/// The strikes of a bar's pattern (see Rhythms in Genres.h), in order.
[[nodiscard]] std::vector<Strike> strikesOf(const std::string& pattern);

/// Where a sixteenth lies within its bar, in beats; \p swing as in Genre.
[[nodiscard]] double beatOfStep(int step, double swing);

}  // namespace musicrl
