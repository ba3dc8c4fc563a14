// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace musicrl {

/// A mean and how far it may be off by chance.
struct MeanWithError {
    double mean = 0.0;
    double standardError = 0.0;  ///< sample standard deviation / √n; NaN for a single value
};

/// \throws Error(Internal) when there are no values
[[nodiscard]] MeanWithError meanWithError(const std::vector<double>& values);

}  // namespace musicrl
