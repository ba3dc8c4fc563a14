// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/WinMatrix.h"

#include <array>
#include <vector>

namespace musicrl {

/// Three models that beat each other in a circle, more often than they lost: no ranking agrees with that.
struct Transitivity {
    std::vector<std::array<std::size_t, 3>>
        cycles;                ///< first beats second beats third beats first; lowest number first
    double consistence = 1.0;  ///< ζ: 1 without cycles, 0 with as many as there can be; NaN when two models did not
                               ///< meet or drew, or there are fewer than three
};

/// A model beats another when it won more often than it lost against it; ties do not count.
/// \see Kendall and Babington Smith, "On the method of paired comparisons", 1940 (circular triads, coefficient of
///      consistence)
[[nodiscard]] Transitivity transitivityOf(const WinMatrix& wins);

}  // namespace musicrl
