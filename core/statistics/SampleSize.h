// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace musicrl {

/// What a comparison of two models should be able to find.
struct SampleSizeQuestion {
    double winRate = 0.65;         ///< true win / (win + loss) that should be found, in (0.5, 1)
    double power = 0.8;            ///< chance to find it
    double alpha = 0.05;           ///< two-sided level, over all comparisons
    std::int64_t comparisons = 1;  ///< pairs of models that are tested: the level is shared out among them
    double tieShare = 0.2;         ///< of all votes, in [0, 1)
    std::int64_t votesPerPrompt = 3;
    double correlation = 0.1;  ///< of two decisive votes on the same prompt, in [0, 1]: 0 when prompts do not matter
};

struct SampleSize {
    std::int64_t independentVotes = 0;  ///< decisive ones that would do for a sign test if all were independent
    double designEffect = 1.0;  ///< by how much more votes that hang together vary: 1 + (votes − 1)(1 − ties) · ρ
    std::int64_t prompts = 0;   ///< for each pair of models
    std::int64_t votes = 0;     ///< on them, with ties
    std::int64_t decisiveVotes = 0;  ///< of these, as expected
    double power = 0.0;              ///< with so many prompts
    bool simulated = true;           ///< the power is; above 200 prompts it is a normal approximation
};

/// Prompts needed for the test that reports make: Wilcoxon's on the prompts' mean differences, at the level divided by
/// the number of pairs (what Holm's correction asks of the first). Votes count as win, tie and loss; grades tell more.
/// Each prompt has a win rate of its own, from a beta distribution with the given correlation; ties fall anywhere.
///
/// \throws Error(BadInput)  when a number is out of its range, or more than ten million votes would be needed
/// \see Dixon and Mood, "The statistical sign test", 1946 (exact power); Kish, Survey Sampling, 1965, section 5.4
///      (design effect)
[[nodiscard]] SampleSize neededVotes(const SampleSizeQuestion& question);

/// Chance that the test finds the difference with so many prompts: the share of simulated studies in which it does. The
/// same seed draws the same studies.
[[nodiscard]] double wilcoxonPower(const SampleSizeQuestion& question, std::int64_t prompts,
                                   std::int64_t studies = 2000, std::uint64_t seed = 1);

/// ABX trials of two models, those of all raters and prompts together: the fewest from which on the exact test against
/// guessing finds a true share of right answers with this power. \param comparisons  pairs of models that share \p
/// alpha \throws Error(BadInput)  for a number out of its range, or when more than ten million would be needed
[[nodiscard]] std::int64_t neededAbxTrials(double shareRight, std::int64_t comparisons = 1, double power = 0.8,
                                           double alpha = 0.05);

/// Chance that the exact one-sided binomial test against guessing finds a true share of right answers.
[[nodiscard]] double abxPower(std::int64_t trials, double shareRight, double alpha);

/// Chance that the exact two-sided sign test of so many independent votes comes out below \p alpha.
[[nodiscard]] double signTestPower(std::int64_t votes, double winRate, double alpha);

}  // namespace musicrl
