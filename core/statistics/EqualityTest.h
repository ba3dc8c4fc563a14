// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "statistics/CrossedBootstrap.h"
#include "statistics/Wilcoxon.h"

#include <span>

namespace musicrl {

/// What Wilcoxon's test takes as independent.
enum class TestUnit {
    Prompt,     ///< the mean difference of each prompt: judgements of one prompt hang together
    Judgement,  ///< every judgement by itself, as is often done; p-values come out too small
};

/// Where a p-value comes from, and whom it speaks of.
enum class TestedBy {
    Wilcoxon,       ///< Wilcoxon's test: of other prompts, judged by these very raters
    TwoWayT,        ///< Student's t of the mean with variances by prompt and by rater: of other raters too
    WorseWilcoxon,  ///< the same where that variance is 0: the larger p of Wilcoxon's test on the means of prompts and
                    ///< on the means of raters
};

/// Whether differences of two models, one a judgement, are around zero.
struct EqualityTest {
    Estimate mean;  ///< of the differences
    TestedBy by = TestedBy::Wilcoxon;
    double pValue = 1.0;          ///< two-sided
    double adjustedPValue = 1.0;  ///< for all pairs of models; as pValue until somebody corrects it
    WilcoxonResult wilcoxon;      ///< on the means of prompts (or as the unit says), whatever the p-value comes from
};

/// Where intervals resample raters, p-values speak of other raters too, or they would contradict each other: equal
/// models judged by eight raters of unlike taste pass for different in a fifth of all studies by Wilcoxon's test alone.
///
/// \param differences  1 / 1 for one step in favour of the first, and so on; one for each judgement
/// \see Cameron, Gelbach, Miller, "Robust inference with multiway clustering", 2011
[[nodiscard]] EqualityTest equalityTest(const Crossing& crossing, Resampling resampling,
                                        std::span<const ClusterSums> differences, TestUnit unit,
                                        const BootstrapConfig& config);

/// {"mean": {"value", "low", "high"}, "by": "wilcoxon", "two-way t" or "worse wilcoxon", "raters": "these" or "others",
/// "p", "p_holm", "wilcoxon": {"positive_rank_sum", "nonzero", "zeros", "z", "exact", "p"}};
/// null for what is not known
[[nodiscard]] Json toJson(const EqualityTest& test);

}  // namespace musicrl
