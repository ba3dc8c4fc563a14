// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace musicrl {

/// A number with so many decimals; "–" when it is not finite.
[[nodiscard]] std::string fixed(double value, int decimals);

/// Rows as aligned columns, the first row a header: the first column left, the others right.
[[nodiscard]] std::string tableText(const std::vector<std::vector<std::string>>& rows);

}  // namespace musicrl
