// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/results/CountDecidedPairs.h"

#include "statistics/SequentialDecision.h"
#include "study/store/StudyState.h"

#include <algorithm>
#include <map>

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

void addJudgement(const StudyPlan& plan, const PlannedTrial& trial, const Judgement& judgement, Tally& tally) {
    tally.judged += 1;
    tally.lastUtc = std::max(tally.lastUtc, judgement.createdUtc);
    const std::optional<PreferenceLabel> label = labelOf(judgement, plan.design.questions.front().id);
    if (label != PreferenceLabel::A && label != PreferenceLabel::B) {
        return;
    }
    const std::size_t winner = label == PreferenceLabel::A ? 0 : 1;
    const bool isFirst = plan.clips.at(trial.clips[winner]).model == tally.models.first;
    (isFirst ? tally.wins : tally.losses) += 1;
}

Tallies talliesOf(const StudyPlan& plan, const std::vector<Judgement>& standing) {
    std::map<std::string, const Judgement*> byTrial;
    for (const Judgement& judgement : standing) {
        byTrial[judgement.trial] = &judgement;
    }
    Tallies tallies;
    for (const PlannedTrial& trial : plan.trials) {
        if (trial.role != TrialRole::Regular) {
            continue;
        }
        Tally& tally = tallies[trial.comparison];
        tally.models = modelsOf(plan, trial);
        tally.planned += 1;
        if (const auto judgement = byTrial.find(trial.id); judgement != byTrial.end()) {
            addJudgement(plan, trial, *judgement->second, tally);
        }
    }
    return tallies;
}

bool isDecided(std::vector<const Tally*> tallies) {
    std::int64_t votesPerPrompt = 1;
    for (const Tally* tally : tallies) {
        votesPerPrompt = std::max(votesPerPrompt, tally->planned);
    }
    std::erase_if(tallies, [](const Tally* tally) { return tally->judged < tally->planned; });
    std::stable_sort(tallies.begin(), tallies.end(),
                     [](const Tally* a, const Tally* b) { return a->lastUtc < b->lastUtc; });
    SequentialDecision decision(votesPerPrompt);
    for (const Tally* tally : tallies) {
        decision.addPrompt(tally->wins, tally->losses);
    }
    return decision.decided();
}

}  // namespace

DecidedPairs countDecidedPairs(const StudyPlan& plan, const std::vector<Judgement>& standing) {
    const Tallies tallies = talliesOf(plan, standing);
    std::map<ModelPair, std::vector<const Tally*>> byModels;
    for (const auto& [comparison, tally] : tallies) {
        byModels[tally.models].push_back(&tally);
    }
    DecidedPairs result;
    result.pairs = static_cast<std::int64_t>(byModels.size());
    for (const auto& [models, each] : byModels) {
        result.decided += isDecided(each) ? 1 : 0;
    }
    return result;
}

std::optional<DecidedPairs> StudyStore::decidedPairs() const {
    if (design().kind != StudyKind::Pairs) {
        return std::nullopt;
    }
    return state_->database.translating([&] {
        state_->requireSamePlan();
        return countDecidedPairs(state_->plan, state_->standingJudgements());
    });
}

}  // namespace musicrl
