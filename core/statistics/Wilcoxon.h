// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace musicrl {

/// What the differences are suspected to be, as a whole: not around zero, above it, below it.
enum class Alternative { TwoSided, Greater, Less };

struct WilcoxonResult {
    double positiveRankSum = 0.0;  ///< W+
    double negativeRankSum = 0.0;  ///< W-
    std::int64_t nonZero = 0;
    std::int64_t zeros = 0;
    double z = 0.0;       ///< of W+, without continuity correction; NaN when all differences are zero
    double pValue = 1.0;  ///< 1 when all differences are zero
    bool exact = false;   ///< from the exact distribution, not the normal one
};

/// Wilcoxon's signed-rank test with Pratt's treatment of zeros: they are ranked with the rest, then their ranks are
/// left out. Equal magnitudes share the mean of their ranks.
///
/// Given the magnitudes, each sign is a fair coin under the null hypothesis. Up to 50 differences that are not zero the
/// p-value is exact under just that, ties or not; beyond, normal with the mean and variance of the same distribution
/// (which holds the correction for ties). Differences that should count as equal must be equal to the last bit.
///
/// \param differences  finite, one for each pair; pairs must be independent of each other
/// \param mostForExact  at most 50: doubles count probabilities in steps of 2⁻⁵⁰ without rounding
/// \throws Error(BadInput)  when a difference is not finite
/// \see Pratt, "Remarks on zeros and ties in the Wilcoxon signed rank procedures", 1959
[[nodiscard]] WilcoxonResult wilcoxonSignedRank(std::span<const double> differences,
                                                Alternative alternative = Alternative::TwoSided,
                                                std::int64_t mostForExact = 50);

}  // namespace musicrl
