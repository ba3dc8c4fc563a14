// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/RevealedStudy.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

const Answer* answerTo(const Judgement& judgement, const std::string& question) {
    for (const Answer& answer : judgement.answers) {
        if (answer.question == question) {
            return &answer;
        }
    }
    return nullptr;
}

ComparedClip comparedClip(const StudyClip& clip, const Judgement& judgement, Side side) {
    ComparedClip compared;
    compared.file = clip.source;
    compared.sha256 = clip.sha256;
    compared.generator = clip.model;
    compared.span = ClipSpan{0.0, clip.seconds};
    if (const auto gain = judgement.gainsDb.find(side); gain != judgement.gainsDb.end()) {
        compared.gainDb = gain->second;
    }
    if (const auto heard = judgement.listenedSeconds.find(side); heard != judgement.listenedSeconds.end()) {
        compared.listenedSeconds = heard->second;
    }
    return compared;
}

void addAnswer(PreferencePair& pair, const Answer& answer) {
    if (answer.preference) {
        pair.strength = std::abs(*answer.preference);
    }
    if (answer.ratingA && answer.ratingB) {
        pair.a.rating = *answer.ratingA;
        pair.b.rating = *answer.ratingB;
    }
}

bool isSimulated(const RevealedStudy& study, const std::string& rater) {
    return std::any_of(study.profiles.begin(), study.profiles.end(),
                       [&](const RaterProfile& profile) { return profile.pseudonym == rater && profile.simulated; });
}

PreferencePair pairFrom(const RevealedStudy& study, const RevealedJudgement& revealed, const std::string& question,
                        PreferenceLabel label) {
    const Judgement& judgement = revealed.judgement;
    PreferencePair pair;
    pair.id = study.id + "-" + judgement.trial + "-" + question;
    pair.source = isSimulated(study, judgement.rater) ? "simulated" : "study";
    pair.study = study.id;
    pair.trial = judgement.trial;
    pair.prompt = revealed.trial.prompt;
    pair.a = comparedClip(revealed.a, judgement, Side::A);
    pair.b = comparedClip(*revealed.b, judgement, Side::B);
    pair.label = label;
    pair.blind = true;
    pair.createdUtc = judgement.createdUtc;
    pair.criterion = question;
    pair.rater = judgement.rater;
    if (const Answer* answer = answerTo(judgement, question)) {
        addAnswer(pair, *answer);
    }
    return pair;
}

}  // namespace

std::vector<PreferencePair> preferencePairs(const RevealedStudy& study, const std::string& question, bool everything) {
    std::vector<PreferencePair> pairs;
    if (study.plan.design.kind != StudyKind::Pairs) {
        return pairs;
    }
    for (const RevealedJudgement& revealed : study.judgements) {
        const auto label = labelOf(revealed.judgement, question);
        if (label && revealed.b && (everything || revealed.counts()) && !(revealed.a.noisy || revealed.b->noisy)) {
            pairs.push_back(pairFrom(study, revealed, question, *label));
        }
    }
    return pairs;
}

}  // namespace musicrl
