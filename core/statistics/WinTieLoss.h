// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace musicrl {

/// How the comparisons of two models ended, seen from the first one.
struct WinTieLoss {
    std::int64_t wins = 0;
    std::int64_t ties = 0;
    std::int64_t losses = 0;

    [[nodiscard]] std::int64_t total() const { return wins + ties + losses; }
    [[nodiscard]] std::int64_t decisive() const { return wins + losses; }
};

/// wins / (wins + losses): ties are left out. NaN without a decisive comparison.
/// \see Cideron et al., MusicRL, 2024, section 5.2
[[nodiscard]] double winRate(const WinTieLoss& counts);

}  // namespace musicrl
