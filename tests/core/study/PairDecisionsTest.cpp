// SPDX-License-Identifier: GPL-3.0-or-later
#include "StudyFixture.h"
#include "study/StudyResults.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <iterator>

namespace musicrl {
namespace {

/// Three models, of which the third loses to the others; bob answers gold pairs wrongly, so that the design's rules
/// leave him out of the results, after the seal.
class PairDecisions : public testing::Test {
protected:
    PairDecisions()
        : plan_(fixture_.plan(3, 10, {{"noisy_gold", 3}, {"screening", {{"minimum_gold", 0.7}}}})),
          store_(StudyStore::create(fixture_.studyFolder(), plan_)) {}

    int preferenceOn(const std::string& trial, const std::string& rater) const {
        const PlannedTrial& planned = plan_.trial(trial);
        if (planned.role == TrialRole::Gold) {
            return (planned.answer == Side::A) == (rater == "ann") ? -2 : 2;
        }
        const auto isThird = [&](std::size_t side) { return plan_.clips.at(planned.clips[side]).model == "model3"; };
        return isThird(0) ? 1 : isThird(1) ? -1 : 0;
    }

    /// The first so many of a rater's trials.
    void answer(const std::string& rater, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const std::optional<Trial> trial = store_.currentTrial(rater);
            store_.record(answerTo(*trial, rater, preferenceOn(trial->id, rater)));
        }
    }

    QuestionResults sealed() {
        store_.seal();
        const StudyResults results = studyResults(store_.reveal(), {}, {.replicates = 100});
        EXPECT_FALSE(results.raters.back().exclusion.empty());
        return results.questions.front();
    }

    static std::int64_t decidedOf(const QuestionResults& question) {
        return std::count_if(question.decisions.begin(), question.decisions.end(),
                             [](const PairDecision& each) { return each.decided; });
    }

    StudyFixture fixture_;
    StudyPlan plan_;
    StudyStore store_;
};

TEST_F(PairDecisions, areTheSameBeforeAndAfterTheSeal) {
    answer("ann", 33);
    answer("bob", 33);
    const DecidedPairs live = *store_.decidedPairs();
    EXPECT_EQ(live.decided, 2);
    const QuestionResults found = sealed();
    EXPECT_EQ(decidedOf(found), live.decided);
    EXPECT_EQ(std::ssize(found.decisions), live.pairs);
    for (const PairDecision& decision : found.decisions) {
        EXPECT_EQ(decision.prompts, 10);
        EXPECT_EQ(decision.decided, decision.second == "model3");
        // n prompts that one model wins by all votes: the mean of (1 + λ)ⁿ over λ from −1 to 1 is 2ⁿ / (n + 1), first
        // above 3 · 20, as three pairs ask for, for n = 10.
        EXPECT_EQ(decision.promptsToDecide, decision.decided ? 10 : 0);
        EXPECT_NEAR(decision.pValue, decision.decided ? 3.0 * 11.0 / 1024.0 : 1.0, 2e-4);
    }
}

TEST_F(PairDecisions, ofAStudyThatWasSealedUnfinishedAreThoseOfItsLastMoment) {
    answer("ann", 33);
    answer("bob", 20);
    std::map<std::string, int> judged;  // by both, prompts of two models
    int both = 0;
    for (const PlannedTrial* trial : plan_.trialsOf("ann")) {
        judged[trial->comparison] += trial->role == TrialRole::Regular ? 1 : 0;
    }
    const std::vector<const PlannedTrial*> bobs = plan_.trialsOf("bob");
    for (std::size_t i = 0; i < 20; ++i) {
        both += bobs[i]->role == TrialRole::Regular && judged[bobs[i]->comparison] > 0 ? 1 : 0;
    }
    const DecidedPairs live = *store_.decidedPairs();
    const QuestionResults found = sealed();
    EXPECT_EQ(decidedOf(found), live.decided);
    std::int64_t counted = 0;
    for (const PairDecision& decision : found.decisions) {
        counted += decision.prompts;
        EXPECT_EQ(decision.plannedPrompts, 10);
    }
    EXPECT_EQ(counted, both);
}

TEST_F(PairDecisions, waitForNobodyWhoDidNotPassThePractice) {
    const StudyPlan plan = fixture_.plan(2, 10, {{"practice", 2}, {"practice_to_pass", 1.0}, {"practice_attempts", 1}});
    std::vector<Judgement> given;
    for (const PlannedTrial& trial : plan.trials) {
        const bool practice = trial.role == TrialRole::Practice;
        if (practice || trial.rater == "ann") {  // bob takes the noise for the better clip, and is done
            const bool towardsA = !practice || (trial.answer == Side::A) == (trial.rater == "ann");
            Trial shown;
            shown.id = trial.id;
            given.push_back(answerTo(shown, trial.rater, towardsA ? -1 : 1));
        }
    }
    std::vector<const Judgement*> standing;
    std::transform(given.begin(), given.end(), std::back_inserter(standing),
                   [](const Judgement& each) { return &each; });
    const std::vector<PairDecision> decisions = pairDecisions(plan, standing, "overall");
    ASSERT_EQ(decisions.size(), 1U);
    EXPECT_EQ(decisions[0].prompts, 10);
    EXPECT_EQ(decisions[0].plannedPrompts, 10);
}

}  // namespace
}  // namespace musicrl
