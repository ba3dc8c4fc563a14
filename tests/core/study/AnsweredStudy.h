// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "StudyFixture.h"
#include "study/StudyResults.h"

#include <functional>

namespace musicrl {

/// How much a rater prefers the first of two clips: 2, 1, 0, −1, −2.
using Taste = std::function<int(const PlannedTrial&, const StudyClip&, const StudyClip&)>;

inline Judgement judgementOf(const PlannedTrial& trial, const std::vector<Question>& questions, int towardsA) {
    Judgement judgement;
    judgement.trial = trial.id;
    judgement.rater = trial.rater;
    for (const Question& question : questions) {
        judgement.answers.push_back({.question = question.id, .preference = -towardsA});
    }
    judgement.listenedSeconds = {{Side::A, 1.0}, {Side::B, 1.0}};
    judgement.gainsDb = {{Side::A, -2.0}, {Side::B, 0.0}};
    judgement.firstHeard = Side::A;
    judgement.spentSeconds = 8.0;
    judgement.note = "secret note of " + trial.rater;
    judgement.playback.matchedLufs = -23.0;
    judgement.createdUtc = "2026-03-01T12:00:00Z";
    return judgement;
}

/// Every trial of the plan; with \p taste those of two clips have a preference.
inline RevealedStudy answered(const StudyPlan& plan, const Taste& taste) {
    RevealedStudy study;
    study.id = "s";
    study.plan = plan;
    study.planHash = hashOf(plan);
    for (const PlannedTrial& trial : plan.trials) {
        RevealedJudgement revealed;
        revealed.trial = trial;
        revealed.a = plan.clips.at(trial.clips.at(0));
        if (trial.clips.size() > 1) {
            revealed.b = plan.clips.at(trial.clips.at(1));
        }
        const int towardsA = revealed.b ? taste(trial, revealed.a, *revealed.b) : 0;
        revealed.judgement = judgementOf(trial, plan.design.questions, towardsA);
        study.judgements.push_back(revealed);
    }
    return study;
}

/// The model of the lower number is better, but for one prompt.
inline int lowerNumber(const PlannedTrial& trial, const StudyClip& a, const StudyClip& b) {
    const int better = a.model < b.model ? 1 : -1;
    return trial.role == TrialRole::Gold ? (trial.answer == Side::A ? 2 : -2)
           : trial.prompt == "prompt 1"  ? -better
                                         : 2 * better;
}

inline const BootstrapConfig quickly = {.replicates = 200};

}  // namespace musicrl
