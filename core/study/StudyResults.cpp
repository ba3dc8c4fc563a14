// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/StudyResults.h"

#include "base/Error.h"
#include "record/ClipRecipe.h"
#include "study/results/QuestionResults.h"
#include "study/results/RaterResults.h"

#include <algorithm>

namespace musicrl {
namespace {

std::set<std::string> leftOut(const std::vector<RaterResult>& raters) {
    std::set<std::string> names;
    for (const RaterResult& rater : raters) {
        if (!rater.exclusion.empty()) {
            names.insert(rater.rater);
        }
    }
    return names;
}

void addCounts(StudyResults& results, const RevealedStudy& study, const std::set<std::string>& excluded) {
    std::set<std::string> prompts;
    for (const RevealedJudgement& judgement : study.judgements) {
        if (!judgement.counts()) {
            continue;
        }
        const bool isExcluded = excluded.contains(judgement.trial.rater);
        (isExcluded ? results.excludedJudgements : results.judgements) += 1;
        if (!isExcluded) {
            prompts.insert(judgement.trial.prompt);
        }
    }
    results.prompts = static_cast<std::int64_t>(prompts.size());
    if (results.judgements + results.excludedJudgements == 0) {
        throw Error(ErrorKind::BadInput,
                    "The study \"" + study.id +
                        "\" has no judgement that counts, and takes none any more: there is nothing to work out.");
    }
}

/// Those of raters who are left out too: see pairDecisions.
std::vector<const Judgement*> allJudgements(const RevealedStudy& study) {
    std::vector<const Judgement*> all;
    for (const RevealedJudgement& each : study.judgements) {
        all.push_back(&each.judgement);
    }
    return all;
}

}  // namespace

ClipSignals recordedSignals(const RevealedStudy& study) {
    ClipSignals signals;
    for (const auto& [handle, clip] : study.plan.clips) {
        std::error_code ignored;
        if (clip.noisy || !std::filesystem::is_regular_file(recordPathFor(clip.source), ignored)) {
            continue;
        }
        try {
            const ClipRecord record = readClipRecord(clip.source);
            for (const RewardTerm& term : record.scores ? record.scores->terms : std::vector<RewardTerm>{}) {
                signals[clip.source][term.name] = term.raw;
            }
        } catch (const Error&) {
            continue;  // another tool's file of the same name
        }
    }
    return signals;
}

const PairDecision& decisionOn(const QuestionResults& question, const PairStanding& pair,
                               const std::vector<std::string>& models) {
    const auto [first, second] = std::minmax(models.at(pair.first), models.at(pair.second));
    const auto found =
        std::find_if(question.decisions.begin(), question.decisions.end(),
                     [&](const PairDecision& each) { return each.first == first && each.second == second; });
    if (found == question.decisions.end()) {
        throw Error(ErrorKind::BadInput, "The plan does not compare " + first + " with " + second + ".");
    }
    return *found;
}

std::string alphaIsOf(StudyKind kind, QuestionKind question) {
    switch (kind) {
        case StudyKind::Abx:
            return "right and wrong answers";
        case StudyKind::Mos:
            return "ratings";
        case StudyKind::Pairs:
            break;
    }
    return std::string(question == QuestionKind::Rating ? "differences of a pair's two ratings" : "preferences") +
           ", each pair seen from both of its clips";
}

StudyResults studyResults(const RevealedStudy& study, const ClipSignals& signals, const BootstrapConfig& bootstrap) {
    const StudyDesign& design = study.plan.design;
    StudyResults results{.id = study.id,
                         .name = design.name,
                         .planHash = study.planHash,
                         .sealedUtc = study.sealedUtc,
                         .kind = design.kind,
                         .undone = study.undone,
                         .bootstrap = bootstrap};
    results.simulated = std::any_of(study.profiles.begin(), study.profiles.end(),
                                    [](const RaterProfile& profile) { return profile.simulated; });
    const std::vector<StudyVote> first = votesOn(study, design.questions.front());
    results.raters = raterResults(study, first);
    const std::set<std::string> excluded = leftOut(results.raters);
    addCounts(results, study, excluded);
    results.models = modelsByVotes(design, countedVotes(first, excluded));
    for (const Question& question : design.questions) {
        results.questions.push_back(resultsOn(question, design.kind, countedVotes(votesOn(study, question), excluded),
                                              results.models, signals, bootstrap));
        if (design.kind == StudyKind::Pairs) {
            results.questions.back().decisions = pairDecisions(study.plan, allJudgements(study), question.id);
        }
    }
    return results;
}

}  // namespace musicrl
