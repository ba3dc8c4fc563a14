// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/Judgement.h"
#include "study/PracticeProgress.h"
#include "study/RaterProfile.h"
#include "study/StudyPlan.h"

namespace musicrl {

/// A judgement that stands, with what was behind its trial.
struct RevealedJudgement {
    PlannedTrial trial;
    Judgement judgement;
    StudyClip a;
    std::optional<StudyClip> b;       ///< none in mos
    std::vector<ListenEvent> events;  ///< in the order in which they happened

    /// Whether it enters results: neither practice nor gold nor a repeat.
    [[nodiscard]] bool counts() const { return trial.role == TrialRole::Regular; }
};

/// A sealed study with everything known: what statistics, reports and exports are made from.
struct RevealedStudy {
    std::string id;  ///< the folder's name
    StudyPlan plan;
    std::string planHash;
    std::string createdUtc;
    std::string sealedUtc;
    std::vector<RaterProfile> profiles;                ///< of raters who gave one, by pseudonym
    std::map<std::string, PracticeProgress> practice;  ///< by rater; empty where it need not be passed
    std::vector<RevealedJudgement> judgements;         ///< those that stand, rater by rater in the plan's order
    std::int64_t undone = 0;                           ///< judgements that were taken back and are not among them
};

/// The judgements on one question as preference pairs, A and B as the rater had them: source "study" ("simulated" of
/// simulated raters), blind. Clips are the originals, their spans what was compared; BOTH_BAD and CANNOT_JUDGE are
/// among the labels. Nothing comes of ABX and MOS, nor of clips under noise, of which there is no original. \param
/// everything  false: only judgements that count; true: practice, repeats and gold too
[[nodiscard]] std::vector<PreferencePair> preferencePairs(const RevealedStudy& study, const std::string& question,
                                                          bool everything = false);

}  // namespace musicrl
