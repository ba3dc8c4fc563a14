// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/RaterReliability.h"
#include "study/RevealedStudy.h"

#include <set>

namespace musicrl {

/// What one judgement says on one question.
struct StudyVote {
    const RevealedJudgement* from = nullptr;
    std::optional<PreferenceLabel> label;  ///< pairs and abx
    std::optional<double>
        value;  ///< pairs: steps in favour of A, or its rating minus B's; mos: the rating; abx: 1 when
                ///< X was named rightly, else 0. Nothing where both were bad or nobody could judge
};

/// One vote for each judgement that answered the question, practice, gold and repeats too.
/// \return in order of the judgements; good as long as \p study is
[[nodiscard]] std::vector<StudyVote> votesOn(const RevealedStudy& study, const Question& question);

/// The votes of regular trials by raters who are not left out.
[[nodiscard]] std::vector<StudyVote> countedVotes(const std::vector<StudyVote>& votes,
                                                  const std::set<std::string>& leftOut);

/// Answers to hold against each other, each seen from the same one of a comparison's clips.
struct RatedComparisons {
    std::vector<Rating> ratings;       ///< abx: a rater's second answer to a comparison is of another unit, and so on
    std::vector<std::size_t> prompts;  ///< of each unit, from 0
};

/// Ratings for agreement, of regular trials alone. \param raters  pseudonyms in order of their numbers
[[nodiscard]] RatedComparisons ratedComparisons(const std::vector<StudyVote>& votes,
                                                const std::vector<std::string>& raters);

/// A rater's answers to repeats and to what they repeat, seen from the same clip; mos: from the middle of the scale.
[[nodiscard]] std::vector<RepeatedAnswer> repeatsOf(const std::vector<StudyVote>& votes, const std::string& rater);

/// A rater's answers to gold pairs, seen from the better clip; 0 without a choice.
[[nodiscard]] std::vector<double> goldAnswersOf(const std::vector<StudyVote>& votes, const std::string& rater);

/// Whether a side was heard for less than the study asks for.
[[nodiscard]] bool isShortListen(const RevealedJudgement& judgement, const StudyDesign& design);

}  // namespace musicrl
