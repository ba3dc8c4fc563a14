// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/Binomial.h"
#include "statistics/KrippendorffAlpha.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace musicrl {

/// One rater's answer to one unit: a graded preference (above 0: the unit's first clip is better) or a score.
struct Rating {
    std::size_t rater = 0;
    std::size_t unit = 0;
    double value = 0.0;
};

/// One rater held against all others.
struct RaterReliability {
    std::size_t rater = 0;
    std::int64_t ratings = 0;
    std::int64_t shared = 0;    ///< units that others rated too
    double correlation = 0.0;   ///< Spearman's, of own values with the others' mean; NaN where one of them is constant
    double agreement = 0.0;     ///< share of the others' answers to the same units that are the same; NaN without any
    double alphaWithout = 0.0;  ///< of all others together: above the panel's, this rater lowers it; may be NaN
};

/// Whether a unit is one thing, or two whose order is anybody's choice: then values turn with it, and correlations and
/// alpha take each unit from both sides.
enum class RatedAs { Single, Pairs };

/// Each rater who gave an answer, in order of their numbers. A rater has one answer to a unit: the last one counts.
/// \see ITU-T P.808, 2021, on a rater's correlation with the panel; Krippendorff, 2011
[[nodiscard]] std::vector<RaterReliability> raterReliabilities(std::span<const Rating> ratings, Measurement measurement,
                                                               RatedAs ratedAs = RatedAs::Single);

/// The units of ratings, for Krippendorff's alpha. \param without  a rater to leave out
[[nodiscard]] std::vector<RatedUnit> unitsOf(std::span<const Rating> ratings, std::optional<std::size_t> without = {});

/// Two answers of one rater to the same pair of clips, both seen from the same clip: the second was a hidden repeat.
struct RepeatedAnswer {
    double first = 0.0;
    double second = 0.0;
};

struct RepeatConsistency {
    std::int64_t repeats = 0;
    double same = 0.0;             ///< share of repeats with the very same answer; NaN without repeats
    double meanDifference = 0.0;   ///< mean absolute difference, steps of the scale; NaN without repeats
    BinomialResult sameSide = {};  ///< of those where both answers chose a clip: the same clip; p against guessing
};

[[nodiscard]] RepeatConsistency repeatConsistency(std::span<const RepeatedAnswer> answers);

/// An answer to a pair whose better clip is known, seen from that clip: above 0 is right, a tie is not.
/// \return how many were right; p is of more right answers than guessing gives
[[nodiscard]] BinomialResult goldScore(std::span<const double> answers);

/// Spearman's correlation: Pearson's of the mean ranks. NaN for fewer than two points or a constant side.
/// \throws Error(Internal) when the lengths differ
/// \see Spearman, "The proof and measurement of association between two things", 1904
[[nodiscard]] double spearman(std::span<const double> x, std::span<const double> y);

}  // namespace musicrl
