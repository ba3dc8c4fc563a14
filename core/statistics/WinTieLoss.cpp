// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/WinTieLoss.h"

#include <limits>

namespace musicrl {

double winRate(const WinTieLoss& counts) {
    return counts.decisive() > 0 ? static_cast<double>(counts.wins) / static_cast<double>(counts.decisive())
                                 : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace musicrl
