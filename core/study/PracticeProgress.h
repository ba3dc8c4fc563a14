// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/Judgement.h"
#include "study/StudyPlan.h"

#include <optional>
#include <vector>

namespace musicrl {

/// One attempt at a practice, as far as it went.
struct PracticeAttempt {
    std::int64_t answered = 0;
    std::int64_t right = 0;

    [[nodiscard]] bool operator==(const PracticeAttempt&) const = default;
};

/// How a rater fares in a practice that has to be passed before anything counts.
///
/// Every attempt has pairs of its own in the plan (a clip, and the same under noise), so all of this follows from the
/// plan and the judgements that stand: nothing else is stored, and nothing of it can be lost.
struct PracticeProgress {
    enum class State {
        Open,
        Passed,  ///< enough were right: what counts follows
        Failed,  ///< no attempt is left
    };

    State state = State::Open;
    std::int64_t attempts = 0;                ///< at most
    std::int64_t trials = 0;                  ///< of each attempt
    std::int64_t needed = 0;                  ///< of them to be right
    std::vector<PracticeAttempt> begun = {};  ///< in order; attempts that were not needed are not among them
    std::optional<Side> lastBetter = {};      ///< of the newest answer's pair; none before the first
    bool lastRight = false;                   ///< whether that was the answer

    /// The attempt that the next practice trial belongs to, from 1.
    [[nodiscard]] std::int64_t attempt() const;
    /// Whether a rater who stands here is (still) to judge this trial.
    [[nodiscard]] bool asks(const PlannedTrial& trial) const;

    [[nodiscard]] bool operator==(const PracticeProgress&) const = default;
};

/// "open", "passed", "not passed".
[[nodiscard]] std::string textOf(PracticeProgress::State state);

/// \param judgements  of one rater, those that stand, in the plan's order; others than of practice are passed over. An
/// answer is right when it prefers the better clip on the study's first question
[[nodiscard]] PracticeProgress practiceProgress(const StudyPlan& plan, const std::vector<Judgement>& judgements);

}  // namespace musicrl
