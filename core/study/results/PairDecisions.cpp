// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/results/PairDecisions.h"

#include "statistics/SequentialDecision.h"
#include "study/PracticeProgress.h"
#include "study/store/StudyState.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace musicrl {
namespace {

using ModelPair = std::pair<std::string, std::string>;  // in order of their names

/// What is known of one comparison, which is a prompt of two models.
struct Tally {
    ModelPair models;
    std::int64_t planned = 0;  ///< judgements
    std::int64_t judged = 0;
    std::int64_t wins = 0;  ///< of the first
    std::int64_t losses = 0;
    std::string lastUtc;
};

using Tallies = std::map<std::string, Tally>;  // by comparison

ModelPair modelsOf(const StudyPlan& plan, const PlannedTrial& trial) {
    const std::string& a = plan.clips.at(trial.clips[0]).model;
    const std::string& b = plan.clips.at(trial.clips[1]).model;
    return std::minmax(a, b);
}

void addJudgement(const StudyPlan& plan, const PlannedTrial& trial, const Judgement& judgement,
                  const std::string& question, Tally& tally) {
    tally.judged += 1;
    tally.lastUtc = std::max(tally.lastUtc, judgement.createdUtc);
    const std::optional<PreferenceLabel> label = labelOf(judgement, question);
    if (label != PreferenceLabel::A && label != PreferenceLabel::B) {
        return;
    }
    const std::size_t winner = label == PreferenceLabel::A ? 0 : 1;
    const bool isFirst = plan.clips.at(trial.clips[winner]).model == tally.models.first;
    (isFirst ? tally.wins : tally.losses) += 1;
}

/// Raters who did not pass the practice that they had to pass, and so judge nothing that counts.
std::set<std::string> ratersWhoFailed(const StudyPlan& plan, const std::map<std::string, const Judgement*>& byTrial) {
    std::set<std::string> failed;
    if (plan.design.practiceToPass <= 0.0) {
        return failed;
    }
    for (const std::string& rater : plan.design.raters) {
        std::vector<Judgement> practice;
        for (const PlannedTrial* trial : plan.trialsOf(rater)) {
            const auto judgement = byTrial.find(trial->id);
            if (trial->attempt > 0 && judgement != byTrial.end()) {
                practice.push_back(*judgement->second);
            }
        }
        if (practiceProgress(plan, practice).state == PracticeProgress::State::Failed) {
            failed.insert(rater);
        }
    }
    return failed;
}

Tallies talliesOf(const StudyPlan& plan, const std::vector<const Judgement*>& standing, const std::string& question) {
    std::map<std::string, const Judgement*> byTrial;
    for (const Judgement* judgement : standing) {
        byTrial[judgement->trial] = judgement;
    }
    const std::set<std::string> failed = ratersWhoFailed(plan, byTrial);
    Tallies tallies;
    for (const PlannedTrial& trial : plan.trials) {
        if (trial.role != TrialRole::Regular) {
            continue;
        }
        Tally& tally = tallies[trial.comparison];
        tally.models = modelsOf(plan, trial);
        if (failed.contains(trial.rater)) {
            continue;
        }
        tally.planned += 1;
        if (const auto judgement = byTrial.find(trial.id); judgement != byTrial.end()) {
            addJudgement(plan, trial, *judgement->second, question, tally);
        }
    }
    return tallies;
}

/// \param pairs  of models in all, each of which could be decided falsely
PairDecision decisionFrom(const ModelPair& models, std::vector<const Tally*> tallies, std::size_t pairs) {
    PairDecision result{.first = models.first, .second = models.second};
    result.plannedPrompts = static_cast<std::int64_t>(tallies.size());
    std::int64_t votesPerPrompt = 1;
    for (const Tally* tally : tallies) {
        votesPerPrompt = std::max(votesPerPrompt, tally->planned);
    }
    std::erase_if(tallies, [](const Tally* tally) { return tally->planned == 0 || tally->judged < tally->planned; });
    std::stable_sort(tallies.begin(), tallies.end(),
                     [](const Tally* a, const Tally* b) { return a->lastUtc < b->lastUtc; });
    SequentialDecision decision(votesPerPrompt, falseDecisions / static_cast<double>(pairs));
    for (const Tally* tally : tallies) {
        decision.addPrompt(tally->wins, tally->losses);
        if (decision.decided() && result.promptsToDecide == 0) {
            result.promptsToDecide = decision.prompts();
        }
    }
    result.decided = decision.decided();
    result.pValue = std::min(1.0, decision.pValue() * static_cast<double>(pairs));
    result.prompts = decision.prompts();
    return result;
}

}  // namespace

std::vector<PairDecision> pairDecisions(const StudyPlan& plan, const std::vector<const Judgement*>& standing,
                                        const std::string& question) {
    const Tallies tallies = talliesOf(plan, standing, question);
    std::map<ModelPair, std::vector<const Tally*>> byModels;
    for (const auto& [comparison, tally] : tallies) {
        byModels[tally.models].push_back(&tally);
    }
    std::vector<PairDecision> decisions;
    for (const auto& [models, each] : byModels) {
        decisions.push_back(decisionFrom(models, each, byModels.size()));
    }
    return decisions;
}

std::optional<DecidedPairs> StudyStore::decidedPairs() const {
    if (design().kind != StudyKind::Pairs) {
        return std::nullopt;
    }
    const std::vector<Judgement> standing = state_->database.translating([&] {
        state_->requireSamePlan();
        return state_->standingJudgements();
    });
    std::vector<const Judgement*> each;
    std::transform(standing.begin(), standing.end(), std::back_inserter(each),
                   [](const Judgement& judgement) { return &judgement; });
    DecidedPairs result;
    for (const PairDecision& decision : pairDecisions(state_->plan, each, design().questions.front().id)) {
        result.pairs += 1;
        result.decided += decision.decided ? 1 : 0;
    }
    return result;
}

}  // namespace musicrl
