// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/report/MethodsParts.h"
#include "study/report/Wording.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace musicrl {
namespace {

/// Of all raters but those who did not pass the practice.
struct Completion {
    std::int64_t planned = 0;
    std::int64_t judged = 0;
    std::map<std::string, std::int64_t> byComparison;  ///< planned

    [[nodiscard]] bool finished() const { return judged >= planned; }
};

Completion completionOf(const RevealedStudy& study) {
    Completion completion;
    for (const PlannedTrial& trial : study.plan.trials) {
        const auto practice = study.practice.find(trial.rater);
        const bool failed =
            practice != study.practice.end() && practice->second.state == PracticeProgress::State::Failed;
        if (trial.role == TrialRole::Regular && !failed) {
            completion.planned += 1;
            completion.byComparison[trial.comparison] += 1;
        }
    }
    completion.judged = std::count_if(study.judgements.begin(), study.judgements.end(),
                                      [](const RevealedJudgement& judgement) { return judgement.counts(); });
    return completion;
}

std::string plannedText(const RevealedStudy& study, const Completion& completion) {
    const StudyDesign& design = study.plan.design;
    std::set<std::int64_t> times;
    for (const auto& [comparison, count] : completion.byComparison) {
        times.insert(count);
    }
    const auto comparisons = static_cast<std::int64_t>(completion.byComparison.size());
    const std::int64_t most = times.empty() ? 0 : *times.rbegin();
    const std::string range = times.empty() ? "0"
                                            : std::to_string(*times.begin()) +
                                                  (times.size() == 1 ? "" : " to " + std::to_string(*times.rbegin()));
    return " Planned were " + countedText(completion.planned, "judgement") + " that count, of " +
           (design.kind == StudyKind::Mos ? countedText(comparisons, "clip")
                                          : countedText(comparisons, "pair") + " of clips") +
           " with " + range + " each" +
           (design.kind == StudyKind::Abx ? " (" + std::to_string(design.abxTrials) + " of every rater)"
            : most > 1                    ? " by different raters"
                                          : "");
}

/// Each question's decided pairs, with the p and the prompts that it took.
std::string decidedText(const StudyResults& results) {
    std::vector<std::string> texts;
    for (const QuestionResults& question : results.questions) {
        std::vector<std::string> pairs;
        for (const PairDecision& each : question.decisions) {
            if (each.decided) {
                pairs.push_back(each.first + " and " + each.second + " after " +
                                countedText(each.promptsToDecide, "prompt") + " (p = " + numberText(each.pValue) + ")");
            }
        }
        texts.push_back("on \"" + question.question.id + "\" " + std::to_string(pairs.size()) + " of " +
                        countedText(static_cast<std::int64_t>(question.decisions.size()), "pair") + " of models" +
                        (pairs.empty() ? "" : ": " + listText(pairs)));
    }
    return listText(texts, "; ");
}

std::string decisionText(const StudyResults& results) {
    return " Before the seal no results were shown but the number of pairs of models \"decided\" on the first "
           "question, "
           "by a test that holds however often one looks (a bet on each prompt's wins less losses, after Waudby-Smith "
           "and Ramdas, 2024; at most " +
           percentText(falseDecisions) +
           " of studies of equal models have any pair decided on a question, by Bonferroni). It takes all raters' "
           "votes, before screening, and prompts as they are finished by all who were to judge them, and speaks of "
           "these raters. Decided: " +
           decidedText(results) + ".";
}

std::string earlySealText(const Completion& completion, StudyKind kind) {
    const std::string sealed = " The study was sealed unfinished, with " + std::to_string(completion.judged) + " of " +
                               std::to_string(completion.planned) + " of them given.";
    return kind != StudyKind::Pairs
               ? sealed
               : sealed +
                     " Where that was because of the votes so far, win rates, mean differences and strengths below "
                     "exaggerate on average: they are biased away from 50 % and from 0, and their intervals and p "
                     "do not allow for it. The p of \"decided\" does.";
}

}  // namespace

std::string completionText(const RevealedStudy& study, const StudyResults& results) {
    const Completion completion = completionOf(study);
    return plannedText(study, completion) +
           (completion.finished() ? "; all of them were given." : "." + earlySealText(completion, results.kind)) +
           (results.kind == StudyKind::Pairs ? decisionText(results) : "");
}

}  // namespace musicrl
