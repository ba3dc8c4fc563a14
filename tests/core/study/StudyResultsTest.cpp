// SPDX-License-Identifier: GPL-3.0-or-later
#include "StudyFixture.h"
#include "record/Csv.h"
#include "study/StudyReport.h"
#include "study/StudyResults.h"
#include "support/ExpectError.h"

#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>

namespace musicrl {
namespace {

/// How much a rater prefers the first of two clips: 2, 1, 0, −1, −2.
using Taste = std::function<int(const PlannedTrial&, const StudyClip&, const StudyClip&)>;

Judgement judgementOf(const PlannedTrial& trial, const std::vector<Question>& questions, int towardsA) {
    Judgement judgement;
    judgement.trial = trial.id;
    judgement.rater = trial.rater;
    for (const Question& question : questions) {
        judgement.answers.push_back({.question = question.id, .preference = -towardsA});
    }
    judgement.listenedSeconds = {{Side::A, 1.0}, {Side::B, 1.0}};
    judgement.gainsDb = {{Side::A, -2.0}, {Side::B, 0.0}};
    judgement.firstHeard = Side::A;
    judgement.spentSeconds = 8.0;
    judgement.note = "secret note of " + trial.rater;
    judgement.playback.matchedLufs = -23.0;
    judgement.createdUtc = "2026-03-01T12:00:00Z";
    return judgement;
}

RevealedStudy answered(const StudyPlan& plan, const Taste& taste) {
    RevealedStudy study;
    study.id = "s";
    study.plan = plan;
    study.planHash = hashOf(plan);
    for (const PlannedTrial& trial : plan.trials) {
        RevealedJudgement revealed;
        revealed.trial = trial;
        revealed.a = plan.clips.at(trial.clips.at(0));
        revealed.b = plan.clips.at(trial.clips.at(1));
        revealed.judgement = judgementOf(trial, plan.design.questions, taste(trial, revealed.a, *revealed.b));
        study.judgements.push_back(revealed);
    }
    return study;
}

/// The model of the lower number is better, but for one prompt.
int lowerNumber(const PlannedTrial& trial, const StudyClip& a, const StudyClip& b) {
    const int better = a.model < b.model ? 1 : -1;
    return trial.role == TrialRole::Gold ? (trial.answer == Side::A ? 2 : -2)
           : trial.prompt == "prompt 1"  ? -better
                                         : 2 * better;
}

const BootstrapConfig quick = {.replicates = 200};

std::string textOfFile(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(StudyResults, comeToTheVotesThatWereGiven) {
    const StudyFixture fixture;
    const RevealedStudy study = answered(fixture.plan(3, 6), lowerNumber);
    const StudyResults results = studyResults(study, {}, quick);
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
    const StudyResults results = studyResults(study, {}, quick);
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

TEST(StudyResults, tellWhichSignalForesawTheRaters) {
    const StudyFixture fixture;
    const RevealedStudy study = answered(fixture.plan(2, 6), lowerNumber);
    ClipSignals signals;
    for (const auto& [handle, clip] : study.plan.clips) {
        signals[clip.source] = {{"mulan", clip.model == "model1" ? 0.1 : 0.4},
                                {"quality", clip.model == "model1" ? 4.0 : 3.0}};
    }
    const StudyResults results = studyResults(study, signals, quick);
    const std::vector<SignalAccuracy>& found = results.questions.front().signals;
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].signal, "quality");
    EXPECT_NEAR(found[0].accuracy.accuracy.value, 5.0 / 6.0, 1e-12);
    EXPECT_NEAR(found[1].accuracy.accuracy.value, 1.0 / 6.0, 1e-12);
    EXPECT_TRUE(recordedSignals(study).empty());  // the records beside these clips hold no scores
}

TEST(StudyResults, needAJudgementThatCounts) {
    const StudyFixture fixture;
    const StudyPlan plan = fixture.plan(2, 3, {{"screening", {{"minimum_judgements", 50}}}});
    expectError(ErrorKind::BadInput, "no judgement that counts",
                [&] { static_cast<void>(studyResults(answered(plan, lowerNumber), {}, quick)); });
}

TEST(StudyResults, countRightAnswersOfAbx) {
    const StudyFixture fixture;
    const StudyPlan plan = fixture.plan(2, 4, {{"kind", "abx"}, {"abx_trials", 3}, {"raters", {"ann"}}});
    RevealedStudy study = answered(plan, [](auto&&...) { return 0; });
    for (RevealedJudgement& each : study.judgements) {
        each.judgement.answers = {{.question = plan.design.questions.front().id, .identity = each.trial.answer}};
    }
    const StudyResults results = studyResults(study, {}, quick);
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
    const StudyResults results = studyResults(study, {}, quick);
    EXPECT_EQ(results.questions.front().alpha.value, 1.0);
    EXPECT_EQ(results.raters[0].reliability.ratings, 4 * 6);
    EXPECT_EQ(results.raters[0].reliability.correlation, 1.0);
    EXPECT_THAT(methodsText(study, results), testing::HasSubstr("nominal alpha of right and wrong answers"));
}

TEST(StudyReport, saysThatAgreementOnRatingsIsOfDifferences) {
    const StudyFixture fixture;
    const Json rating = {{{"id", "overall"}, {"text", "How good?"}, {"kind", "rating"}}};
    const StudyPlan plan = fixture.plan(2, 6, {{"questions", rating}});
    RevealedStudy study = answered(plan, lowerNumber);
    for (RevealedJudgement& each : study.judgements) {
        const bool better = each.a.model < each.b->model;
        each.judgement.answers = {{.question = "overall", .ratingA = better ? 4 : 2, .ratingB = better ? 2 : 4}};
    }
    const StudyResults results = studyResults(study, {}, quick);
    writeStudyReport(study, results, fixture.folder() / "report");
    EXPECT_THAT(textOfFile(fixture.folder() / "report" / "report.md"),
                testing::HasSubstr("alpha of differences of a pair's two ratings: 1.000"));
    EXPECT_THAT(methodsText(study, results),
                testing::HasSubstr("ordinal alpha of differences of a pair's two ratings"));
}

TEST(StudyReport, saysWhatWasDoneAndHidesWhoDidIt) {
    const StudyFixture fixture;
    const RevealedStudy study = answered(fixture.plan(2, 6, {{"screening", {{"minimum_repeats", 0.5}}}}), lowerNumber);
    const StudyResults results = studyResults(study, {}, quick);
    const std::filesystem::path folder = fixture.folder() / "report";
    const std::vector<std::filesystem::path> files = writeStudyReport(study, results, folder);
    EXPECT_EQ(files.front(), folder / "report.md");
    const std::string report = textOfFile(files.front());
    EXPECT_THAT(report, testing::HasSubstr("minimum_repeats 0.5"));
    EXPECT_THAT(report, testing::HasSubstr("| model1 vs model2 | 10 | 0 | 2 | 83.3 ("));
    EXPECT_THAT(report, testing::HasSubstr(study.planHash));
    for (const std::filesystem::path& file : files) {
        EXPECT_THAT(textOfFile(file),
                    testing::Not(testing::AnyOf(testing::HasSubstr("ann\n"), testing::HasSubstr("bob"),
                                                testing::HasSubstr("secret"))))
            << file;
    }
    EXPECT_EQ(readCsv(folder / "judgements.csv").rows.size(), 12U);
    EXPECT_EQ(readCsv(folder / "pairs.csv").rows.size(), 1U);
    EXPECT_EQ(readCsv(folder / "figures" / "study-wins.csv").rows.size(), 1U);
    EXPECT_EQ(readJsonFile(folder / "results.json").at("questions")[0].at("pairs")[0].at("wins"), 10);
}

TEST(StudyReport, saysOnItsFaceWhenRatersArePrograms) {
    const StudyFixture fixture;
    RevealedStudy study = answered(fixture.plan(2, 4), lowerNumber);
    study.profiles = {{.pseudonym = "ann", .simulated = true}};
    const StudyResults results = studyResults(study, {}, quick);
    EXPECT_TRUE(results.simulated);
    writeStudyReport(study, results, fixture.folder() / "report");
    EXPECT_THAT(textOfFile(fixture.folder() / "report" / "report.md"), testing::HasSubstr("programs, not people"));
    EXPECT_THAT(methodsText(study, results), testing::HasSubstr("1 are programs"));
}

}  // namespace
}  // namespace musicrl
