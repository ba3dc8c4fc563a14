// SPDX-License-Identifier: GPL-3.0-or-later
#include "AnsweredStudy.h"
#include "study/StudyReport.h"
#include "support/ExpectError.h"

#include <cmath>

namespace musicrl {
namespace {

TEST(StudyResults, comeToTheVotesThatWereGiven) {
    const StudyFixture fixture;
    const RevealedStudy study = answered(fixture.plan(3, 6), lowerNumber);
    const StudyResults results = studyResults(study, {}, quickly);
    EXPECT_EQ(results.models, (std::vector<std::string>{"model1", "model2", "model3"}));
    EXPECT_EQ(results.judgements, 3 * 6 * 2);
    EXPECT_EQ(results.prompts, 6);
    const QuestionResults& overall = results.questions.front();
    ASSERT_EQ(overall.standings.pairs.size(), 3U);
    for (const PairStanding& pair : overall.standings.pairs) {
        EXPECT_EQ(pair.counts.wins, 10);
        EXPECT_EQ(pair.counts.losses, 2);
        EXPECT_NEAR(pair.winRate.value, 5.0 / 6.0, 1e-12);
    }
    EXPECT_GT(overall.elo[0].value, overall.elo[2].value);
    EXPECT_EQ(overall.alpha.value, 1.0);  // both raters say the same, whichever sides they had
    EXPECT_EQ(overall.biases.side.votes.trials, 36);
    EXPECT_TRUE(overall.transitivity.cycles.empty());
    EXPECT_EQ(overall.decisions.size(), 3U);
}

TEST(StudyResults, leaveOutWhoFailsTheRulesOfThePlan) {
    const StudyFixture fixture;
    const StudyPlan plan =
        fixture.plan(2, 6, {{"noisy_gold", 3}, {"repeats", 3}, {"screening", {{"minimum_gold", 0.7}}}});
    const RevealedStudy study = answered(plan, [](const PlannedTrial& trial, const StudyClip& a, const StudyClip& b) {
        const int good = lowerNumber(trial, a, b);
        return trial.rater == "bob" ? -good : good;
    });
    const StudyResults results = studyResults(study, {}, quickly);
    ASSERT_EQ(results.raters.size(), 2U);
    EXPECT_TRUE(results.raters[0].exclusion.empty());
    EXPECT_EQ(results.raters[0].gold.successes, 3);
    EXPECT_EQ(results.raters[0].repeats.repeats, 3);
    EXPECT_EQ(results.raters[0].repeats.same, 1.0);
    EXPECT_EQ(results.raters[1].gold.successes, 0);
    EXPECT_THAT(results.raters[1].exclusion,
                testing::ElementsAre("gold pairs answered right: 0 of 3, fewer than 70 %"));
    EXPECT_LT(results.raters[1].reliability.correlation, -0.9);
    EXPECT_EQ(results.judgements, 6);
    EXPECT_EQ(results.excludedJudgements, 6);
    EXPECT_EQ(results.questions.front().standings.pairs.front().counts.wins, 5);
}

TEST(StudyResults, haveMeanScoresThatEndWithTheScale) {
    const StudyFixture fixture;
    const Json rating = {{{"id", "overall"}, {"text", "How good?"}, {"kind", "rating"}}};
    RevealedStudy study = answered(fixture.plan(2, 3, {{"questions", rating}}), lowerNumber);
    for (RevealedJudgement& each : study.judgements) {
        const int good = each.trial.prompt == "prompt 1" ? 3 : 5;
        const bool isGood = each.a.model == "model1";
        each.judgement.answers = {{.question = "overall", .ratingA = isGood ? good : 2, .ratingB = isGood ? 2 : good}};
    }
    const Estimate found = studyResults(study, {}, quickly).questions.front().standings.models.front().meanScore;
    EXPECT_NEAR(found.value, 13.0 / 3.0, 1e-12);
    EXPECT_NEAR(found.interval.low, 1.465, 0.3);  // R 4.2: t.test(c(5, 5, 3)), which ends at 7.202
    EXPECT_EQ(found.interval.high, 5.0);
}

TEST(StudyResults, tellWhichSignalForesawTheRaters) {
    const StudyFixture fixture;
    const RevealedStudy study = answered(fixture.plan(2, 6), lowerNumber);
    ClipSignals signals;
    for (const auto& [handle, clip] : study.plan.clips) {
        signals[clip.source] = {{"mulan", clip.model == "model1" ? 0.1 : 0.4},
                                {"quality", clip.model == "model1" ? 4.0 : 3.0}};
    }
    const StudyResults results = studyResults(study, signals, quickly);
    const std::vector<SignalAccuracy>& found = results.questions.front().signals;
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].signal, "quality");
    EXPECT_NEAR(found[0].accuracy.accuracy.value, 5.0 / 6.0, 1e-12);
    EXPECT_NEAR(found[1].accuracy.accuracy.value, 1.0 / 6.0, 1e-12);
    EXPECT_TRUE(recordedSignals(study).empty());  // the records beside these clips hold no scores
}

TEST(StudyResults, tellALouderClipAsHeardFromOneThatWasLouderBeforeMatching) {
    const StudyFixture fixture;
    RevealedStudy study = answered(fixture.plan(2, 6), lowerNumber);
    for (RevealedJudgement& each : study.judgements) {  // the better model is 6 LU louder, which its gain takes away
        const Side loud = each.a.model == "model1" ? Side::A : Side::B;
        const Side soft = loud == Side::A ? Side::B : Side::A;
        each.judgement.measuredLufs = {{loud, -17.0}, {soft, -23.0}};
        each.judgement.gainsDb = {{loud, -6.0}, {soft, 0.0}};
    }
    const auto biases = [&] { return studyResults(study, {}, quickly).questions.front().biases; };
    EXPECT_EQ(biases().storedLouder.votes.successes, 10);
    EXPECT_EQ(biases().louder.votes.trials, 0);
    EXPECT_EQ(biases().heardVotes, 12);
    EXPECT_NEAR(biases().mostHeardLu, 0.0, 1e-12);
    for (RevealedJudgement& each : study.judgements) {  // played without: the same, and heard
        each.judgement.gainsDb = {{Side::A, 0.0}, {Side::B, 0.0}};
        each.judgement.playback.matchedLufs.reset();
    }
    EXPECT_EQ(biases().louder.votes.successes, 10);
    EXPECT_NEAR(biases().mostHeardLu, 6.0, 1e-12);
    for (RevealedJudgement& each : study.judgements) {
        each.judgement.measuredLufs.clear();
    }
    EXPECT_EQ(biases().heardVotes, 0);  // neither measured nor matched: not known
}

TEST(StudyResults, needAJudgementThatCounts) {
    const StudyFixture fixture;
    RevealedStudy study = answered(fixture.plan(2, 3), lowerNumber);
    study.judgements.clear();
    expectError(ErrorKind::BadInput, "no judgement that counts",
                [&] { static_cast<void>(studyResults(study, {}, quickly)); });
}

TEST(StudyResults, areWrittenEvenWhereTheRulesLeaveNobody) {
    const StudyFixture fixture;
    for (const char* kind : {"pairs", "abx", "mos"}) {
        const StudyPlan plan = fixture.plan(2, 3, {{"kind", kind}, {"screening", {{"minimum_judgements", 500}}}});
        const RevealedStudy study = answered(plan, lowerNumber);
        const StudyResults results = studyResults(study, {}, quickly);
        EXPECT_EQ(results.judgements, 0);
        EXPECT_GT(results.excludedJudgements, 0);
        writeStudyReport(study, results, fixture.folder() / "report");
        EXPECT_NE(results.raters.front().exclusion.size(), 0U);
        EXPECT_THAT(methodsText(study, results), testing::HasSubstr("Nobody's judgements are left"));
    }
}

/// Each trial's X named by \p name.
RevealedStudy abxAnswered(const StudyPlan& plan, const std::function<Side(const PlannedTrial&)>& name) {
    RevealedStudy study = answered(plan, [](auto&&...) { return 0; });
    for (RevealedJudgement& each : study.judgements) {
        each.judgement.answers = {{.question = plan.design.questions.front().id, .identity = name(each.trial)}};
    }
    return study;
}

TEST(StudyResults, keepAnAbxRaterWhoIsAlwaysRightAndLeaveOutOneWhoAlwaysSaysA) {
    const StudyFixture fixture;
    const StudyPlan plan =
        fixture.plan(2, 4,
                     {{"kind", "abx"},
                      {"abx_trials", 6},
                      {"screening", {{"minimum_answer_variance", 0.1}, {"maximum_same_side", 0.9}}}});
    const RevealedStudy study =
        abxAnswered(plan, [](const PlannedTrial& trial) { return trial.rater == "ann" ? *trial.answer : Side::A; });
    const StudyResults results = studyResults(study, {}, quickly);
    EXPECT_TRUE(results.raters[0].exclusion.empty());
    EXPECT_THAT(results.raters[1].exclusion,
                testing::ElementsAre(testing::HasSubstr("variance 0"), testing::HasSubstr("chose A in 24 of 24")));
    EXPECT_EQ(results.questions.front().abx.front().result.right.successes, 24);
}

TEST(StudyResults, countRightAnswersOfAbx) {
    const StudyFixture fixture;
    const StudyPlan plan = fixture.plan(2, 4, {{"kind", "abx"}, {"abx_trials", 3}, {"raters", {"ann"}}});
    RevealedStudy study = answered(plan, [](auto&&...) { return 0; });
    for (RevealedJudgement& each : study.judgements) {
        each.judgement.answers = {{.question = plan.design.questions.front().id, .identity = each.trial.answer}};
    }
    const StudyResults results = studyResults(study, {}, quickly);
    ASSERT_EQ(results.questions.front().abx.size(), 1U);
    EXPECT_EQ(results.questions.front().abx.front().result.right.successes, 12);
    EXPECT_NEAR(results.questions.front().abx.front().result.right.pValue, std::pow(0.5, 12), 1e-15);
}

TEST(StudyResults, holdEveryAnswerOfAbxAgainstTheOthersOfItsOccurrence) {
    const StudyFixture fixture;
    const StudyPlan plan = fixture.plan(2, 4, {{"kind", "abx"}, {"abx_trials", 6}});
    RevealedStudy study = answered(plan, [](auto&&...) { return 0; });
    std::map<std::string, int> answers;  // both err in every other answer to a comparison, but never in the last
    for (RevealedJudgement& each : study.judgements) {
        const bool right = answers[each.trial.rater + each.trial.comparison]++ % 2 == 1;
        const Side other = each.trial.answer == Side::A ? Side::B : Side::A;
        each.judgement.answers = {
            {.question = plan.design.questions.front().id, .identity = right ? *each.trial.answer : other}};
    }
    const StudyResults results = studyResults(study, {}, quickly);
    EXPECT_EQ(results.questions.front().alpha.value, 1.0);
    EXPECT_EQ(results.raters[0].reliability.ratings, 4 * 6);
    EXPECT_EQ(results.raters[0].reliability.correlation, 1.0);
    EXPECT_THAT(methodsText(study, results), testing::HasSubstr("nominal alpha of right and wrong answers"));
}

}  // namespace
}  // namespace musicrl
