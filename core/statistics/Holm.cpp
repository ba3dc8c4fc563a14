// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Holm.h"

#include "base/Error.h"

#include <algorithm>
#include <numeric>

namespace musicrl {

std::vector<double> holmAdjusted(std::span<const double> pValues) {
    if (!std::all_of(pValues.begin(), pValues.end(), [](double p) { return p >= 0.0 && p <= 1.0; })) {
        throw Error(ErrorKind::Internal, "Holm's correction was given a p-value outside of 0 to 1.");
    }
    std::vector<std::size_t> order(pValues.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return pValues[a] < pValues[b]; });
    std::vector<double> adjusted(pValues.size());
    double largest = 0.0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        largest = std::max(largest, static_cast<double>(order.size() - i) * pValues[order[i]]);
        adjusted[order[i]] = std::min(1.0, largest);
    }
    return adjusted;
}

}  // namespace musicrl
