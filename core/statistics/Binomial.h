// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/ClusterBootstrap.h"
#include "statistics/Wilcoxon.h"

#include <cstdint>

namespace musicrl {

/// So many successes in so many independent trials.
struct BinomialResult {
    std::int64_t successes = 0;
    std::int64_t trials = 0;
    Estimate share;       ///< with Clopper's and Pearson's exact interval; NaN without trials
    double pValue = 1.0;  ///< 1 without trials
};

/// The exact binomial test. Two-sided, all outcomes count that are no likelier than the one observed, as in R's
/// binom.test; the interval is two-sided whatever the alternative.
///
/// \param probability  of a success under the null hypothesis, in (0, 1)
/// \throws Error(BadInput)  unless 0 ≤ successes ≤ trials
/// \see Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial", 1934
[[nodiscard]] BinomialResult binomialTest(std::int64_t successes, std::int64_t trials,
                                          Alternative alternative = Alternative::TwoSided, double probability = 0.5,
                                          double confidence = 0.95);

}  // namespace musicrl
