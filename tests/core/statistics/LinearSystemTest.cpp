// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/LinearSystem.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

// The matrix is L Lᵀ of L = (2 0 0; 6 1 0; -8 5 3), the usual textbook example.
TEST(LinearSystem, solvesByCholeskysDecomposition) {
    const std::vector<double> matrix = {4, 12, -16, 12, 37, -43, -16, -43, 98};
    const std::vector<double> x = {0.5, -2.0, 3.0};
    std::vector<double> right(3, 0.0);
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column) {
            right[row] += matrix[row * 3 + column] * x[column];
        }
    }
    const std::vector<double> found = solvePositiveDefinite(matrix, right);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(found[i], x[i], 1e-10);
    }
}

TEST(LinearSystem, isNotFiniteWithoutASolution) {
    EXPECT_FALSE(std::isfinite(solvePositiveDefinite({1.0, 2.0, 2.0, 1.0}, {1.0, 1.0})[0]));
}

}  // namespace
}  // namespace musicrl
