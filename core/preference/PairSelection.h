// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/PreferencePair.h"

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

/// Votes whose rater knew which clip came from where (blind: false), such as those of the Listen page.
enum class OpenVotes { LeftOut, Included };

/// The pairs that a preference can be learned from, and how many were left out, and why.
struct PairSelection {
    std::vector<PreferencePair> pairs;
    std::int64_t read = 0;
    std::int64_t ofOtherRaters = 0;
    std::int64_t withoutChoice = 0;  ///< BOTH_BAD, CANNOT_JUDGE
    std::int64_t open = 0;           ///< left out as OpenVotes
    std::int64_t unheard = 0;        ///< the rater is known not to have listened to one of the two
};

/// \param rater  only this rater's pairs; empty: everybody's
/// \throws Error(BadInput) when nothing is left, naming the raters that there are
/// \see Cideron et al., MusicRL, 2024, section 3.3: only votes where both clips were listened to
[[nodiscard]] PairSelection selectPairs(const std::vector<PreferencePair>& pairs, const std::string& rater,
                                        OpenVotes openVotes = OpenVotes::LeftOut);

struct PairSplit {
    std::vector<PreferencePair> train;
    std::vector<PreferencePair> heldOut;
};

/// Every prompt with all its pairs goes to one side: \p heldOutShare of the prompts, at least one, drawn by the seed,
/// to the held-out side. The order of the pairs is kept, and the order in which they come does not change the sides.
/// \throws Error(BadInput) for pairs of fewer than two prompts
[[nodiscard]] PairSplit splitByPrompt(const std::vector<PreferencePair>& pairs, double heldOutShare,
                                      std::uint64_t seed);

/// The distinct prompts, sorted.
[[nodiscard]] std::vector<std::string> promptsOf(const std::vector<PreferencePair>& pairs);

}  // namespace musicrl
