// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Cycles.h"

#include <limits>

namespace musicrl {
namespace {

bool beats(const WinMatrix& wins, std::size_t a, std::size_t b) {
    return wins.wins(a, b) > wins.wins(b, a);
}

bool everyPairIsDecided(const WinMatrix& wins) {
    for (std::size_t a = 0; a < wins.models(); ++a) {
        for (std::size_t b = a + 1; b < wins.models(); ++b) {
            if (wins.wins(a, b) == wins.wins(b, a)) {
                return false;
            }
        }
    }
    return true;
}

/// The most circular triads that so many models can have.
double mostCycles(std::size_t models) {
    const auto count = static_cast<double>(models);
    return (count * count * count - (models % 2 == 1 ? 1.0 : 4.0) * count) / 24.0;
}

}  // namespace

Transitivity transitivityOf(const WinMatrix& wins) {
    Transitivity result;
    for (std::size_t a = 0; a < wins.models(); ++a) {
        for (std::size_t b = a + 1; b < wins.models(); ++b) {
            for (std::size_t c = b + 1; c < wins.models(); ++c) {
                if (beats(wins, a, b) && beats(wins, b, c) && beats(wins, c, a)) {
                    result.cycles.push_back({a, b, c});
                } else if (beats(wins, a, c) && beats(wins, c, b) && beats(wins, b, a)) {
                    result.cycles.push_back({a, c, b});
                }
            }
        }
    }
    result.consistence = wins.models() >= 3 && everyPairIsDecided(wins)
                             ? 1.0 - static_cast<double>(result.cycles.size()) / mostCycles(wins.models())
                             : std::numeric_limits<double>::quiet_NaN();
    return result;
}

}  // namespace musicrl
