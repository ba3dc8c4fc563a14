// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/HeadToHead.h"

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

/// A study that nobody took part in, whose models' strengths are known: what intervals are tried on.
///
/// On prompt p rater r finds model i as good as λi + a(i,p) + b(i,r), with a and b normal, and votes by Davidson's
/// model of these; scores are λ-like too, with noise of their own, rounded to 1 to 5.
struct SimulatedStudy {
    std::vector<double> logWorths = {0.6, 0.2, -0.1, -0.7};  ///< λ of each model, mean 0
    double tieFactor = 0.5;                                  ///< ν
    std::int64_t prompts = 101;
    std::int64_t raters = 3;
    std::int64_t votesPerPair = 3;  ///< on each prompt, by different raters, whose turn is drawn
    double promptSpread = 0.5;      ///< standard deviation of a
    double raterSpread = 0.0;       ///< of b
};

/// All pairs of models on all prompts. The same seed gives the same votes.
/// \throws Error(BadInput)  for fewer than two models or prompts, or more votes on a pair than raters
[[nodiscard]] std::vector<Comparison> simulateVotes(const SimulatedStudy& study, std::uint64_t seed);

/// What endless votes of endless raters on endless prompts would come to.
struct TrueStandings {
    std::vector<double> bradleyTerry;
    std::vector<double> davidson;
    std::vector<double> winRates;  ///< of each pair, first < second, in order
    std::vector<double> meanScores;
};
[[nodiscard]] TrueStandings trueStandings(const SimulatedStudy& study);

/// How often intervals held the truth.
struct Coverage {
    std::string of;
    std::int64_t intervals = 0;
    std::int64_t covered = 0;
    double meanWidth = 0.0;

    [[nodiscard]] double share() const { return static_cast<double>(covered) / static_cast<double>(intervals); }
};

/// Adds the intervals of one simulated study to counts of "win rate", "bradley-terry", "davidson" and "mean score".
/// \param coverages  empty at first
void addCoverage(const HeadToHead& found, const TrueStandings& truth, std::vector<Coverage>& coverages);

}  // namespace musicrl
