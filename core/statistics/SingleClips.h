// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/Binomial.h"
#include "statistics/CrossedBootstrap.h"

#include <cstdint>
#include <span>
#include <vector>

namespace musicrl {

/// One trial of an ABX test: X is one of two models' clips, which one?
struct AbxTrial {
    std::size_t first = 0;   ///< model
    std::size_t second = 0;  ///< model, of a higher number
    std::size_t prompt = 0;
    std::size_t rater = 0;
    bool right = false;
};

/// What all trials of two models come to.
struct AbxResult {
    BinomialResult right;  ///< p is of as many right answers by guessing, or more: X is drawn anew for each trial, so
                           ///< guesses are independent whoever guesses. The interval is not Clopper's and Pearson's
                           ///< alone, which knows nothing of raters and prompts, but the wider of that and crossedShare
    double adjustedPValue = 1.0;  ///< by Holm, over all pairs of models
    double discriminators = 0.0;  ///< estimated share of trials in which the difference was heard: 2 · right − 1, ≥ 0
    std::int64_t neededRight = 0;  ///< fewest right answers of so many trials with p ≤ 0.05; 0 where none would do
};

struct AbxStanding {
    std::size_t first = 0;
    std::size_t second = 0;
    AbxResult result;
};

/// \return of every two models that were compared, in order of their numbers
/// \see Clark, "High-resolution subjective testing using a double-blind comparator", 1982; Boley and Lester,
///      "Statistical analysis of ABX results using signal detection theory", 2009
[[nodiscard]] std::vector<AbxStanding> abxStandings(std::span<const AbxTrial> trials, const BootstrapConfig& config);

/// The same of bare counts: without an interval but the exact one, and without other pairs.
/// \throws Error(BadInput)  unless 0 ≤ right ≤ trials
[[nodiscard]] AbxResult abxResult(std::int64_t right, std::int64_t trials, double confidence = 0.95);

/// A score that somebody gave to one clip by itself.
struct ClipScore {
    std::size_t model = 0;
    std::size_t clip = 0;  ///< or the prompt, where every model has one clip for it
    std::size_t rater = 0;
    double score = 0.0;
};

/// Mean opinion score of a model's clips.
struct MeanOpinion {
    std::int64_t scores = 0;
    Estimate mean;                        ///< resampling clips, from 8 raters up raters too; NaN without scores
    double deviation = 0.0;               ///< sample standard deviation of single scores; NaN for fewer than two
    std::vector<std::int64_t> histogram;  ///< of scores by whole number, from lowestScore
};

/// \param lowestScore, highestScore  of the scale, such as 1 and 5
/// \return in order of the models
/// \see ITU-T P.800, 1996, annex B (absolute category rating)
[[nodiscard]] std::vector<MeanOpinion> meanOpinions(std::size_t modelCount, std::span<const ClipScore> scores,
                                                    int lowestScore, int highestScore, const BootstrapConfig& config);

}  // namespace musicrl
