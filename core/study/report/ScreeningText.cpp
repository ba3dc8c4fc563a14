// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/report/MethodsParts.h"
#include "study/report/Wording.h"

#include <algorithm>
#include <vector>

namespace musicrl {
namespace {

using Rules = std::vector<std::string>;

void addChecks(Rules& texts, const ScreeningRules& rules, StudyKind kind) {
    if (rules.minimumGold > 0.0) {
        texts.push_back("at least " + percentText(rules.minimumGold) + " of the gold pairs right");
    }
    if (rules.minimumRepeats > 0.0) {
        texts.push_back("at least " + percentText(rules.minimumRepeats) +
                        (kind == StudyKind::Mos
                             ? " of the repeats rated on the same side of 3 as the first time"
                             : " of the repeats with the same clip chosen as the first time, ties aside"));
    }
    if (rules.minimumAgreement > -1.0) {
        texts.push_back("a correlation (Spearman) with the mean of the other raters of at least " +
                        numberText(rules.minimumAgreement));
    }
}

void addListening(Rules& texts, const ScreeningRules& rules) {
    if (rules.maximumShortListens < 1.0) {
        texts.push_back("at most " + percentText(rules.maximumShortListens) +
                        " of judgements with a clip heard for less than the minimum");
    }
    if (rules.minimumMedianSeconds > 0.0) {
        texts.push_back("a median of at least " + numberText(rules.minimumMedianSeconds) + " s a judgement");
    }
}

void addAnswers(Rules& texts, const ScreeningRules& rules, StudyKind kind) {
    if (rules.minimumAnswerVariance > 0.0) {
        texts.push_back("answers with a variance of at least " + numberText(rules.minimumAnswerVariance));
    }
    if (rules.maximumSameSide < 1.0 && kind != StudyKind::Mos) {
        texts.push_back("at most " + percentText(rules.maximumSameSide) +
                        " of the choices for the same side (A or B), from ten choices up");
    }
    if (rules.minimumJudgements > 0) {
        texts.push_back("at least " + countedText(rules.minimumJudgements, "judgement"));
    }
}

std::string rulesText(const ScreeningRules& rules, StudyKind kind) {
    Rules texts;
    addChecks(texts, rules, kind);
    addListening(texts, rules);
    addAnswers(texts, rules, kind);
    if (texts.empty()) {
        return " No rules of screening were set.";
    }
    return " Rules of screening were fixed with the plan: raters count who have " + listText(texts, "; ") +
           " (answers: those to the first question" +
           (rules.minimumChecks > 1 ? "; a rule leaves out nobody who has fewer than " +
                                          std::to_string(rules.minimumChecks) + " of what it looks at"
                                    : "") +
           ").";
}

}  // namespace

std::string screeningText(const RevealedStudy& study, const StudyResults& results) {
    const auto left = std::count_if(results.raters.begin(), results.raters.end(),
                                    [](const RaterResult& rater) { return !rater.exclusion.empty(); });
    return rulesText(study.plan.design.screening, results.kind) +
           (left == 0
                ? std::string(" Nobody was left out; ")
                : " " + countedText(left, "rater") + " with " + countedText(results.excludedJudgements, "judgement") +
                      (left == 1 ? " was" : " were") + " left out; ") +
           countedText(results.judgements, "judgement") + (results.judgements == 1 ? " counts, " : " count, ") +
           std::to_string(results.undone) + (results.undone == 1 ? " was" : " were") + " taken back by their raters." +
           (results.judgements > 0 ? "" : " Nobody's judgements are left, so nothing is said of the models.");
}

}  // namespace musicrl
