// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace musicrl {

/// Solves a small linear system with a symmetric positive definite matrix by Cholesky's decomposition.
///
/// \param matrix  n × n, row by row; only the lower triangle is read
/// \param right   n
/// \return        x of matrix · x = right; not finite when the matrix is not positive definite
[[nodiscard]] std::vector<double> solvePositiveDefinite(std::vector<double> matrix, std::vector<double> right);

}  // namespace musicrl
