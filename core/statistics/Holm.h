// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace musicrl {

/// p-values of several tests, raised so that the chance of even one false finding among them stays below the level.
///
/// Sorted, the i-th of m becomes the largest of min(1, (m - j + 1) p(j)) over j <= i.
///
/// \return in the order of \p pValues
/// \throws Error(Internal)  when one is not in [0, 1]
/// \see Holm, "A simple sequentially rejective multiple test procedure", 1979
[[nodiscard]] std::vector<double> holmAdjusted(std::span<const double> pValues);

}  // namespace musicrl
