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
    double correlation = 0.1;  ///< of two votes on the same prompt, in [0, 1]: 0 when prompts do not matter
};

struct SampleSize {
    std::int64_t independentVotes = 0;  ///< decisive ones that would do if all were independent
    double designEffect = 1.0;          ///< by how much votes that hang together raise it
    std::int64_t decisiveVotes = 0;
    std::int64_t votes = 0;    ///< with ties
    std::int64_t prompts = 0;  ///< for each pair of models
};

/// Votes needed for the two-sided exact sign test: the fewest from which on its power never falls below the wished one,
/// times the design effect 1 + (decisive votes per prompt − 1) · correlation, then made up for ties.
///
/// \throws Error(BadInput)  when a number is out of its range, or more than ten million votes would be needed
/// \see Dixon and Mood, "The statistical sign test", 1946 (exact power); Kish, Survey Sampling, 1965, section 5.4
/// (design
///      effect)
[[nodiscard]] SampleSize neededVotes(const SampleSizeQuestion& question);

/// Chance that the exact two-sided sign test of so many independent votes comes out below \p alpha.
[[nodiscard]] double signTestPower(std::int64_t votes, double winRate, double alpha);

}  // namespace musicrl
