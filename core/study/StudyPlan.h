// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyClip.h"
#include "study/StudyDesign.h"
#include "study/Trial.h"

#include <map>

namespace musicrl {

/// Why a trial is in the plan. Raters learn only of Practice.
enum class TrialRole {
    Practice,  ///< does not count
    Regular,
    Repeat,  ///< one of the same rater's regular trials again, sides swapped
    Gold,    ///< the better clip is known
};

/// A trial with everything that is hidden from its rater.
struct PlannedTrial {
    std::string id;  ///< opaque, the same whenever the plan is made
    std::string rater;
    TrialRole role = TrialRole::Regular;
    std::int64_t block = 0;          ///< from 0; practice is in the first
    std::int64_t attempt = 0;        ///< Practice that has to be passed: which attempt at it, from 1; else 0
    std::string prompt;              ///< text
    std::string comparison;          ///< the same for all trials of the same two (mos: one) clips, whatever their sides
    std::vector<std::string> clips;  ///< handles by side: A, B, X
    std::string repeatOf;            ///< Repeat: the trial's id
    std::optional<Side> answer;      ///< Gold, Practice to pass: the better one; abx: which of A and B X is
    Side firstHeard = Side::A;       ///< A or B; plans of before this was planned have A
};

/// A study as it will be run: which clips, which trials for whom in which order, on which sides.
///
/// Made from the design, its clips and the seed alone: the same three give the same plan. For each two models, a rater
/// gets the first on side A in half of the prompts (±1), and so do the raters of one comparison; on each side it is
/// heard first in half of them; each round of a rater's order has every two models once, and no prompt comes twice in a
/// row where that can be had.
struct StudyPlan {
    StudyDesign design;
    std::map<std::string, StudyClip> clips;  ///< by handle
    std::vector<PlannedTrial> trials;        ///< rater by rater, in the order in which each gets them
    int sampleRateHz = 0;                    ///< every clip of the study is written at this rate,
    int channels = 1;                        ///< with so many channels: the highest of all

    /// \throws Error(BadInput) when the plan has none of this id
    [[nodiscard]] const PlannedTrial& trial(const std::string& id) const;
    [[nodiscard]] std::vector<const PlannedTrial*> trialsOf(const std::string& rater) const;
};

/// \param clips  see findStudyClips
/// \throws Error(BadInput) when nothing can be compared, or repeats or practice ask for more than there is
[[nodiscard]] StudyPlan makeStudyPlan(const StudyDesign& design, const std::vector<StudyClip>& clips);

[[nodiscard]] Json toJson(const StudyPlan& plan);
/// \throws Error(BadInput) naming \p where
[[nodiscard]] StudyPlan studyPlanFromJson(const Json& json, const std::string& where);

/// SHA-256 of the plan's JSON: to be published before the first trial.
[[nodiscard]] std::string hashOf(const StudyPlan& plan);

/// "practice", "regular", "repeat", "gold".
[[nodiscard]] std::string textOf(TrialRole role);

}  // namespace musicrl
