// SPDX-License-Identifier: GPL-3.0-or-later
#include "StudyFixture.h"
#include "base/Error.h"
#include "study/StudyReport.h"
#include "study/StudyResults.h"
#include "study/StudyStore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

namespace musicrl {
namespace {

using State = PracticeProgress::State;
using testing::HasSubstr;

/// A study of 2 models and 5 prompts, whose practice of 4 pairs has to be passed with 3 in at most 2 attempts.
class Practice : public testing::Test {
protected:
    Practice()
        : plan_(fixture_.plan(2, 5, {{"practice", 4}, {"practice_to_pass", 0.7}, {"practice_attempts", 2}})),
          store_(StudyStore::create(fixture_.studyFolder(), plan_)) {}

    Trial current() { return store_.currentTrial("ann").value(); }
    /// Answers the current trial, which must be one of practice.
    void answer(bool rightly) {
        const Trial trial = current();
        const bool aIsBetter = plan_.trial(trial.id).answer.value() == Side::A;
        store_.record(answerTo(trial, "ann", aIsBetter == rightly ? -2 : 1));
    }
    void answerAttempt(int right) {
        for (int i = 0; i < 4; ++i) {
            answer(i < right);
        }
    }
    PracticeProgress progress() { return store_.practice("ann").value(); }

    StudyFixture fixture_;
    StudyPlan plan_;
    StudyStore store_;
};

TEST_F(Practice, isOfClipsAgainstThemselvesUnderNoiseOthersInEachAttempt) {
    std::set<std::string> comparisons;
    std::set<Side> better;
    for (const PlannedTrial* trial : plan_.trialsOf("ann")) {
        if (trial->role != TrialRole::Practice) {
            EXPECT_EQ(trial->attempt, 0);
            continue;
        }
        comparisons.insert(trial->comparison);
        better.insert(*trial->answer);
        const std::size_t worse = trial->answer == Side::A ? 1 : 0;
        EXPECT_TRUE(plan_.clips.at(trial->clips[worse]).noisy);
        EXPECT_FALSE(plan_.clips.at(trial->clips[1 - worse]).noisy);
        EXPECT_EQ(plan_.clips.at(trial->clips[0]).source, plan_.clips.at(trial->clips[1]).source);
    }
    EXPECT_EQ(comparisons.size(), 8U);
    EXPECT_EQ(better.size(), 2U);
    const StudyPlan back = studyPlanFromJson(Json::parse(toJson(plan_).dump()), "plan");
    EXPECT_EQ(hashOf(back), hashOf(plan_));
}

TEST_F(Practice, letsWhoPassesItGoOnToWhatCounts) {
    EXPECT_EQ(progress(), (PracticeProgress{.attempts = 2, .trials = 4, .needed = 3}));
    EXPECT_EQ(current().attempt, 1);
    EXPECT_EQ(current().count, 9);
    answerAttempt(3);
    EXPECT_EQ(progress().state, State::Passed);
    EXPECT_EQ(progress().begun, (std::vector<PracticeAttempt>{{4, 3}}));
    EXPECT_FALSE(current().practice);
    EXPECT_EQ(current().number, 5);
    EXPECT_EQ(current().count, 9);
    const RaterProgress ann = store_.status().raters.at(0);
    EXPECT_EQ(ann.done, 4);
    EXPECT_EQ(ann.count, 9);
}

TEST_F(Practice, comesAgainWithOtherPairsUntilItIsPassed) {
    answerAttempt(2);
    EXPECT_EQ(progress().state, State::Open);
    EXPECT_EQ(progress().attempt(), 2);
    EXPECT_EQ(current().attempt, 2);
    EXPECT_EQ(current().number, 1);
    EXPECT_TRUE(current().practice);
    answer(true);
    store_ = StudyStore::open(fixture_.studyFolder());  // as after a kill
    EXPECT_EQ(current().number, 2);
    EXPECT_EQ(progress().begun, (std::vector<PracticeAttempt>{{4, 2}, {1, 1}}));
    EXPECT_EQ(store_.status().raters.at(0).done, 1);
    for (int i = 0; i < 3; ++i) {
        answer(true);
    }
    EXPECT_EQ(progress().state, State::Passed);
    EXPECT_FALSE(current().practice);
}

TEST_F(Practice, endsTheSessionOfWhoNeverPasses) {
    answerAttempt(2);
    answerAttempt(0);
    EXPECT_EQ(progress().state, State::Failed);
    EXPECT_EQ(textOf(progress().state), "not passed");
    EXPECT_EQ(store_.currentTrial("ann"), std::nullopt);
    EXPECT_EQ(store_.nextTrial("ann"), std::nullopt);
    const RaterProgress ann = store_.status().raters.at(0);
    EXPECT_EQ(ann.done, 4);
    EXPECT_EQ(ann.count, 4);
    EXPECT_TRUE(store_.currentTrial("bob").has_value());
}

TEST_F(Practice, tellsTheRightAnswerAndThenTakesNoneBack) {
    const Side better = plan_.trial(current().id).answer.value();
    answer(false);
    EXPECT_EQ(progress().lastBetter, better);
    EXPECT_FALSE(progress().lastRight);
    EXPECT_FALSE(store_.canUndo("ann"));
    EXPECT_THROW(store_.undo("ann"), Error);
    answer(true);
    EXPECT_TRUE(progress().lastRight);
}

TEST_F(Practice, isKeptAndCountsNowhere) {
    answerAttempt(2);
    answerAttempt(4);
    store_.record(answerTo(current(), "ann", 1));
    EXPECT_TRUE(store_.canUndo("ann"));
    store_.seal();
    const RevealedStudy revealed = store_.reveal();
    EXPECT_EQ(revealed.judgements.size(), 9U);
    EXPECT_EQ(revealed.practice.at("ann").begun, (std::vector<PracticeAttempt>{{4, 2}, {4, 4}}));
    EXPECT_TRUE(revealed.practice.at("bob").begun.empty());
    EXPECT_EQ(preferencePairs(revealed, "overall").size(), 1U);
    const StudyResults results = studyResults(revealed, {}, {.replicates = 100});
    EXPECT_EQ(results.judgements, 1);
    EXPECT_THAT(
        methodsText(revealed, results),
        HasSubstr("Practice had to be passed before anything counted: 3 of 4 times a clip was to be preferred to "
                  "itself under noise, in at most 2 attempts with other clips each; 1 of 2 raters passed, 0 did "
                  "not and judged nothing else (2 attempts in all)."));
}

TEST_F(Practice, isOnlyForPairs) {
    const auto complaint = [&](const Json& more) {
        try {
            static_cast<void>(fixture_.design(2, 5, more));
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string("nothing");
    };
    EXPECT_THAT(complaint({{"practice_to_pass", 0.5}}), HasSubstr("set \"practice\" to their number"));
    EXPECT_THAT(complaint({{"practice_to_pass", 0.5}, {"practice", 2}, {"kind", "abx"}}), HasSubstr("kind \"pairs\""));
    EXPECT_THAT(complaint({{"practice_to_pass", 1.5}, {"practice", 2}}), HasSubstr("practice_to_pass"));
    EXPECT_EQ(complaint({{"practice_to_pass", 0.5}, {"practice", 2}}), "nothing");
}

TEST_F(Practice, needNotBePassedUnlessAskedFor) {
    const StudyPlan usual = fixture_.plan(2, 5, {{"practice", 2}});
    EXPECT_FALSE(toJson(usual)["design"].contains("practice_to_pass"));  // plans keep the hash that they had
    store_ = StudyStore::create(fixture_.studyFolder(), usual);
    EXPECT_EQ(store_.practice("ann"), std::nullopt);
    EXPECT_EQ(current().attempt, 0);
    EXPECT_TRUE(current().practice);
}

}  // namespace
}  // namespace musicrl
