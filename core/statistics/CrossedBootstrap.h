// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/ClusterBootstrap.h"

#include <functional>
#include <span>
#include <vector>

namespace musicrl {

/// Which prompt each judgement is of and which rater gave it. Any numbers; equal ones belong together.
struct Crossing {
    std::vector<std::size_t> prompts;
    std::vector<std::size_t> raters;  ///< as long as prompts
};

/// From so many raters on, intervals also tell how other raters might have judged.
constexpr std::size_t ratersToResample = 8;

enum class Resampling {
    Prompts,           ///< intervals speak of other prompts, judged by these very raters
    PromptsAndRaters,  ///< of other prompts and other raters
};

/// PromptsAndRaters from 8 raters up: fewer say too little of how raters differ.
[[nodiscard]] Resampling resamplingFor(const Crossing& crossing);

/// Statistics of judgements that count so many times each. \param weights  in order of the judgements
using WeightedStatistics = std::function<std::vector<double>(std::span<const double> weights)>;

/// Estimates with intervals for judgements that hang together by prompt and by rater.
///
/// By prompts alone: expanded percentiles of resampled prompts, Student's t below eight (ClusterBootstrap.h).
///
/// By both: three bootstraps, of prompts, of raters and of the judgements of one rater on one prompt, each of whose
/// variances is V; then
///
///     value ± t · √V,   V = max(V(prompts) + V(raters) − V(both), V(prompts))
///
/// with Satterthwaite's degrees of freedom for t. Resampling both sides at once in one bootstrap would count the
/// judgements' own noise three times over.
///
/// \param statistics  should be near normal, such as worths or log-odds
/// \return            NaN for an interval where there are fewer than two prompts, half of the replicates fail, or all
///                    come to the same
/// \see Cameron, Gelbach, Miller, "Robust inference with multiway clustering", 2011; Satterthwaite, "An approximate
///      distribution of estimates of variance components", 1946; Owen, "The pigeonhole bootstrap", 2007, on what is
///      wrong with resampling both at once
[[nodiscard]] std::vector<Estimate> crossedEstimates(const Crossing& crossing, Resampling resampling,
                                                     const WeightedStatistics& statistics,
                                                     const BootstrapConfig& config);

/// Sum of numerators over sum of denominators, such as a mean score; prompts and raters whose denominators are all 0
/// are not counted as clusters. \param terms  one for each judgement
[[nodiscard]] Estimate crossedRatio(const Crossing& crossing, Resampling resampling, std::span<const ClusterSums> terms,
                                    const BootstrapConfig& config);

/// An estimate and the two-sided test of its being 0 that its interval is made of.
struct TestedEstimate {
    Estimate estimate;
    double t = 0.0;        ///< estimate / √V
    double degrees = 0.0;  ///< of freedom, Satterthwaite's
    double pValue = 1.0;   ///< of other prompts and other raters; NaN, with t, where there is no interval
};

/// The same with its test, by prompts and raters. By prompts alone there is none here (NaN): Wilcoxon's is exact.
[[nodiscard]] TestedEstimate crossedMean(const Crossing& crossing, Resampling resampling,
                                         std::span<const ClusterSums> terms, const BootstrapConfig& config);

/// A share such as a win rate; its interval stays within 0 and 1. By both prompts and raters it is one of the log-odds.
/// Where all that counts went the same way, resampling finds no doubt: then it is Clopper's and Pearson's interval with
/// each prompt as one trial.
///
/// \param terms  one for each judgement: 1 of 1, 0 of 1, or 0 of 0 where it does not count, such as a tie
[[nodiscard]] Estimate crossedShare(const Crossing& crossing, Resampling resampling, std::span<const ClusterSums> terms,
                                    const BootstrapConfig& config);

}  // namespace musicrl
