// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace musicrl {

/// How far the best of n draws is from a single draw: log n − (n − 1) / n nats. Exact where no two draws can tie for
/// the best, as with rewards that are real numbers; otherwise an upper bound.
///
/// \param n                  at least 1
/// \throws Error(BadInput)   for n below 1
/// \see Gao, Schulman, Hilton, Scaling Laws for Reward Model Overoptimization, 2023, section 2;
///      Beirami et al., Theoretical Guarantees on the Best-of-n Alignment Policy, 2024, for the bound
[[nodiscard]] double bestOfKlNats(std::int64_t n);

/// What to expect of the best of n draws, for every n from 1 to N, out of N draws made once: the mean over all subsets
/// of n of the value of the subset's best, without going through them. Unbiased for every n.
///
///     Σ_i C(i − 1, n − 1) / C(N, n) · v_i,   i the rank by score, from 1 for the lowest
///
/// Draws of equal score share the mean of their values, as if each were taken equally often. The same numbers as scores
/// and values give the expected highest; two rewards tell what choosing by one does to the other.
///
/// \param scores, values     N each; the best is chosen by its score and counts with its value
/// \return                   N, of which [n - 1] is for n draws
/// \throws Error(BadInput)   for no draws, a score that is no number, or not as many values as scores
/// \see Nakano et al., WebGPT, 2021, appendix I
[[nodiscard]] std::vector<double> expectedBestOf(const std::vector<double>& scores, const std::vector<double>& values);

}  // namespace musicrl
