// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/LinearSystem.h"

#include <cmath>

namespace musicrl {

std::vector<double> solvePositiveDefinite(std::vector<double> matrix, std::vector<double> right) {
    const std::size_t n = right.size();
    const auto at = [&](std::size_t row, std::size_t column) -> double& { return matrix[row * n + column]; };
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double rest = at(i, j);
            for (std::size_t k = 0; k < j; ++k) {
                rest -= at(i, k) * at(j, k);
            }
            at(i, j) = i == j ? std::sqrt(rest) : rest / at(j, j);
        }
        for (std::size_t k = 0; k < i; ++k) {
            right[i] -= at(i, k) * right[k];
        }
        right[i] /= at(i, i);
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t k = i + 1; k < n; ++k) {
            right[i] -= at(k, i) * right[k];
        }
        right[i] /= at(i, i);
    }
    return right;
}

}  // namespace musicrl
