// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/report/MethodsParts.h"
#include "study/report/Wording.h"
#include "study/results/HeldOutSignal.h"

#include <algorithm>
#include <set>

namespace musicrl {
namespace {

/// Each question's alpha may be of something else.
std::string alphaText(const StudyResults& results) {
    std::set<std::string> things;
    for (const QuestionResults& question : results.questions) {
        things.insert(alphaIsOf(results.kind, question.question.kind));
    }
    const bool abx = results.kind == StudyKind::Abx;
    return std::string(" Agreement is Krippendorff's ") + (abx ? "nominal" : "ordinal") + " alpha of " +
           listText(things, ", or of ") +
           (abx ? ", a rater's first answer to two clips held against the others' first, and so on" : "") +
           ", its interval a bootstrap clustered by prompt; a rater's correlation is Spearman's with the mean of the "
           "others.";
}

bool speaksOfOtherRaters(const StudyResults& results) {
    if (results.kind == StudyKind::Pairs) {
        return results.questions.front().standings.resampling == Resampling::PromptsAndRaters;
    }
    return std::count_if(results.raters.begin(), results.raters.end(), [](const RaterResult& rater) {
               return rater.exclusion.empty() && rater.judgements > 0;
           }) >= static_cast<std::int64_t>(ratersToResample);
}

std::string bootstrapText(const StudyResults& results) {
    return percentText(results.bootstrap.confidence) + " bootstrap intervals (" +
           std::to_string(results.bootstrap.replicates) + " resamples) clustered by " +
           (speaksOfOtherRaters(results)
                ? "prompt and rater (two-way variances with Student's t), and speak of other prompts and raters"
                : "prompt (expanded percentiles, Student's t below eight prompts), and with so few raters speak of "
                  "other "
                  "prompts but of these raters only");
}

std::string differenceText(const Question& question) {
    return question.kind == QuestionKind::Rating ? "differences of the two clips' ratings" : "preference in its steps";
}

/// Answers without a preference.
std::string droppedText(const StudyResults& results) {
    const QuestionResults& first = results.questions.front();
    return " Judgements of \"both bad\" (" + std::to_string(first.bothBad) + ") and \"cannot judge\" (" +
           std::to_string(first.cannotJudge) + ") are left out of all that follows.";
}

std::string exactnessText(const StudyResults& results) {
    std::set<bool> exact;
    for (const QuestionResults& question : results.questions) {
        for (const PairStanding& pair : question.standings.pairs) {
            exact.insert(pair.test.wilcoxon.exact);
        }
    }
    return exact.size() > 1       ? "exact up to 50 prompts that differ, normal approximation beyond"
           : exact.contains(true) ? "exact"
                                  : "normal approximation";
}

bool someTestedByWorse(const StudyResults& results) {
    return std::any_of(results.questions.begin(), results.questions.end(), [](const QuestionResults& question) {
        return std::any_of(question.standings.pairs.begin(), question.standings.pairs.end(),
                           [](const PairStanding& pair) { return pair.test.by == TestedBy::WorseWilcoxon; });
    });
}

std::string testText(const StudyResults& results) {
    const std::string wilcoxon = "Wilcoxon's signed-rank test";
    if (!speaksOfOtherRaters(results)) {
        return "by " + wilcoxon + " on the means of prompts (two-sided, Pratt's zeros, " + exactnessText(results) +
               "), whose p speaks of other prompts judged by these raters";
    }
    return "by Student's t of the mean with two-way variances (two-sided), whose p speaks of other prompts and raters" +
           (someTestedByWorse(results) ? ", or where those variances are 0 by the larger p of " + wilcoxon +
                                             " on the means of prompts and on those of raters"
                                       : std::string());
}

/// \param pairs  of models
std::string holmText(std::size_t pairs) {
    return pairs < 2 ? "" : ", corrected by Holm over the " + std::to_string(pairs) + " pairs of models";
}

std::string pairTestsText(const StudyResults& results) {
    const QuestionResults& first = results.questions.front();
    return " Pairs of models were tested on " + differenceText(first.question) + " " + testText(results) +
           ", and on win, tie and loss alone (+1, 0, −1) beside" + holmText(first.standings.pairs.size()) +
           (results.questions.size() > 1
                ? "; nothing is corrected for there being " + std::to_string(results.questions.size()) + " questions."
                : ".");
}

std::string signalsText(const StudyResults& results) {
    bool any = false;
    bool trained = false;
    for (const QuestionResults& question : results.questions) {
        for (const SignalAccuracy& signal : question.signals) {
            any = true;
            trained = trained || heldOutQuestion(signal.signal);
        }
    }
    return std::string(any ? " A reward foretells a vote when it rates the chosen clip higher." : "") +
           (trained ? " Preference models trained on this study are held against votes on held-out prompts alone."
                    : "");
}

std::string biasesText() {
    return " That side A is chosen was tested by the exact binomial test (interval: Clopper and Pearson); the side, "
           "what "
           "was heard first and what was louder in a logistic model of decisive votes with the models' strengths held "
           "constant, errors clustered by prompt, Student's t with one degree of freedom less than prompts. Those p "
           "speak of these raters and are not corrected. There is no estimate where there are no more prompts than "
           "terms, a term parts the votes without an error (separation), or prompts do not vary.";
}

std::string pairsText(const StudyResults& results) {
    return droppedText(results) +
           " The win rate is win / (win + loss), ties left out. Strengths are log worths of Davidson's model with "
           "ties, "
           "with half a pseudo-win and half a pseudo-loss of each model." +
           pairTestsText(results) + " Intervals of win rates, means, strengths and rewards' shares are " +
           bootstrapText(results) +
           "; a win rate whose votes all went one way has Clopper's and Pearson's interval of its prompts." +
           signalsText(results) + biasesText() + alphaText(results);
}

std::string abxText(const StudyResults& results) {
    const QuestionResults& first = results.questions.front();
    return " Judgements of \"cannot judge\" (" + std::to_string(first.cannotJudge) +
           ") are left out. Right answers were tested against guessing by the exact binomial test, one-sided" +
           holmText(first.abx.size()) + "; their interval is the wider of Clopper's and Pearson's and of " +
           bootstrapText(results) + "." + alphaText(results);
}

std::string opinionsText(const StudyResults& results) {
    return " Judgements of \"cannot judge\" (" + std::to_string(results.questions.front().cannotJudge) +
           ") are left out. A model's mean opinion score is the mean of all ratings of its clips; models were not "
           "tested "
           "against each other. Its intervals are " +
           bootstrapText(results) + "." + alphaText(results);
}

}  // namespace

std::string statisticsText(const StudyResults& results) {
    if (results.judgements == 0) {
        return "";
    }
    switch (results.kind) {
        case StudyKind::Abx:
            return abxText(results);
        case StudyKind::Mos:
            return opinionsText(results);
        case StudyKind::Pairs:
            break;
    }
    return pairsText(results);
}

}  // namespace musicrl
