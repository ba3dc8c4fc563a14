// SPDX-License-Identifier: GPL-3.0-or-later
#include "AnsweredStudy.h"
#include "base/Paths.h"
#include "record/Csv.h"
#include "study/StudyReport.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace musicrl {
namespace {

std::string textOfFile(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
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
    const StudyResults results = studyResults(study, {}, quickly);
    writeStudyReport(study, results, fixture.folder() / "report");
    EXPECT_THAT(textOfFile(fixture.folder() / "report" / "report.md"),
                testing::HasSubstr(
                    "alpha of differences of a pair's two ratings, each pair seen from both of its clips: 1.000"));
    EXPECT_THAT(methodsText(study, results),
                testing::HasSubstr("ordinal alpha of differences of a pair's two ratings"));
}

TEST(StudyReport, saysWhatWasDoneAndHidesWhoDidIt) {
    const StudyFixture fixture;
    const RevealedStudy study = answered(fixture.plan(2, 6, {{"screening", {{"minimum_repeats", 0.5}}}}), lowerNumber);
    const StudyResults results = studyResults(study, {}, quickly);
    const std::filesystem::path folder = fixture.folder() / "report";
    const std::vector<std::filesystem::path> files = writeStudyReport(study, results, folder);
    EXPECT_EQ(files.front(), folder / "report.md");
    const std::string report = textOfFile(files.front());
    EXPECT_THAT(report, testing::HasSubstr("at least 50 % of the repeats with the same clip chosen as the first time"));
    EXPECT_THAT(report, testing::HasSubstr("Planned were 12 judgements that count, of 6 pairs of clips with 2 each by "
                                           "different raters; all of them were given."));
    EXPECT_THAT(report, testing::HasSubstr("| model1 vs model2 | 10 | 0 | 2 | 83.3 ("));
    EXPECT_THAT(report, testing::HasSubstr(study.planHash));
    EXPECT_THAT(report, testing::ContainsRegex("\\| no, p = [01]\\.[0-9]+ \\|"));
    EXPECT_THAT(report, testing::HasSubstr("| rater | judgements | median s | correlation with the others |  |"));
    for (const std::filesystem::path& file : files) {
        EXPECT_THAT(textOfFile(file),
                    testing::Not(testing::AnyOf(testing::HasSubstr("ann\n"), testing::HasSubstr("bob"),
                                                testing::HasSubstr("secret"))))
            << file;
    }
    const CsvTable rows = readCsv(folder / "judgements.csv");
    EXPECT_EQ(rows.rows.size(), 12U);
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {  // ids are drawn, and so can be drawn again
        EXPECT_EQ(rows.rows[i][static_cast<std::size_t>(rows.columnIndex("trial"))], std::to_string(i + 1));
    }
    EXPECT_EQ(readCsv(folder / "pairs.csv").rows.size(), 1U);
    EXPECT_EQ(readCsv(folder / "figures" / "study-wins.csv").rows.size(), 1U);
    EXPECT_EQ(readJsonFile(folder / "results.json").at("questions")[0].at("pairs")[0].at("wins"), 10);
}

TEST(StudyReport, numbersRatersByWhatItDoesNotTell) {
    const StudyFixture fixture;
    const std::vector<std::string> raters = {"ann", "bob", "cid", "dan", "eva", "fay", "gus", "hal"};
    RevealedStudy study = answered(fixture.plan(2, 1, {{"raters", raters}}), lowerNumber);
    for (std::size_t i = 0; i < study.judgements.size(); ++i) {
        study.judgements[i].judgement.spentSeconds = static_cast<double>(i + 1);
    }
    const auto numbered = [&] {
        writeStudyReport(study, studyResults(study, {}, quickly), fixture.folder() / "report");
        const CsvTable table = readCsv(fixture.folder() / "report" / "judgements.csv");
        std::vector<std::string> whose;
        for (const std::vector<std::string>& row : table.rows) {
            whose.push_back(row[static_cast<std::size_t>(table.columnIndex("seconds"))]);
        }
        return whose;
    };
    const std::vector<std::string> once = numbered();
    EXPECT_EQ(numbered(), once);
    study.judgements[3].judgement.createdUtc = "2026-03-01T12:00:07Z";
    EXPECT_NE(numbered(), once);
}

TEST(StudyReport, writesWhatRatersTypedOnlyWhereItIsWanted) {
    const StudyFixture fixture;
    RevealedStudy study = answered(fixture.plan(2, 3), lowerNumber);
    study.judgements[0].judgement.marks = {{Side::B, 0.125, "secret click"}};
    const StudyResults results = studyResults(study, {}, quickly);
    const std::filesystem::path folder = fixture.folder() / "report";
    writeStudyReport(study, results, folder, TypedTexts::Included);
    const CsvTable notes = readCsv(folder / "notes.csv");
    EXPECT_EQ(notes.rows.size(), 6U);
    EXPECT_THAT(notes.rows.front().back(), testing::StartsWith("secret note of "));
    EXPECT_THAT(notes.rows.front().front(), testing::StartsWith("rater "));
    const CsvTable marks = readCsv(folder / "marks.csv");
    ASSERT_EQ(marks.rows.size(), 1U);
    EXPECT_EQ(marks.rows[0][static_cast<std::size_t>(marks.columnIndex("at_seconds"))], "0.125");
    EXPECT_THAT(textOfFile(folder / "report.md"), testing::HasSubstr("look for names of people"));
    writeStudyReport(study, results, folder);  // once more, to be passed on
    EXPECT_FALSE(std::filesystem::exists(folder / "notes.csv"));
    EXPECT_FALSE(std::filesystem::exists(folder / "marks.csv"));
}

TEST(StudyReport, hasInItsLongTableWhatEveryNumberIsMadeOf) {
    const StudyFixture fixture;
    const StudyPlan plan = fixture.plan(2, 4, {{"kind", "abx"}, {"abx_trials", 4}, {"raters", {"ann"}}});
    RevealedStudy study = answered(plan, [](auto&&...) { return 0; });
    Judgement& judgement = study.judgements[0].judgement;
    judgement.listenedSeconds[Side::X] = 1.75;
    judgement.playback.volumeDb = -12.5;
    judgement.playback.volumeLocked = true;
    judgement.playback.overruns = 2;
    for (RevealedJudgement& each : study.judgements) {
        each.judgement.answers = {{.question = plan.design.questions.front().id, .identity = each.trial.answer}};
    }
    const StudyResults results = studyResults(study, {}, quickly);
    writeStudyReport(study, results, fixture.folder() / "report");
    const CsvTable table = readCsv(fixture.folder() / "report" / "judgements.csv");
    const auto field = [&](const char* column) {
        return table.rows[0][static_cast<std::size_t>(table.columnIndex(column))];
    };
    EXPECT_EQ(field("listened_x"), "1.75");
    EXPECT_EQ(field("volume_db"), "-12.5");
    EXPECT_EQ(field("volume_locked"), "yes");
    EXPECT_EQ(field("overruns"), "2");
    EXPECT_EQ(field("underruns"), "");  // of a judgement before they were kept
    EXPECT_EQ(field("counts"), "yes");
    EXPECT_EQ(field("known_answer"), field("identity"));
    EXPECT_THAT(methodsText(study, results), testing::HasSubstr("locked in 1 of 1 judgement"));
}

TEST(StudyReport, ofAbxHasTheNumbersOfTheExactTest) {
    const StudyFixture fixture;
    const StudyPlan plan = fixture.plan(2, 4, {{"kind", "abx"}, {"abx_trials", 4}, {"raters", {"ann"}}});
    RevealedStudy study = answered(plan, [](auto&&...) { return 0; });
    int given = 0;
    for (RevealedJudgement& each : study.judgements) {
        const bool right = given++ % 4 != 0;  // 12 of 16
        const Side other = each.trial.answer == Side::A ? Side::B : Side::A;
        each.judgement.answers = {
            {.question = plan.design.questions.front().id, .identity = right ? *each.trial.answer : other}};
    }
    const StudyResults results = studyResults(study, {}, quickly);
    // R 4.2: binom.test(12, 16, alternative = "greater"); the interval is wider than its own, 0.476 to 0.927, since
    // four prompts are few.
    const AbxResult& abx = results.questions.front().abx.front().result;
    EXPECT_NEAR(abx.right.pValue, 0.0384063720703, 1e-12);
    EXPECT_LE(abx.right.share.interval.low, 0.47622918);
    EXPECT_GE(abx.right.share.interval.high, 0.92733796);
    writeStudyReport(study, results, fixture.folder() / "report");
    EXPECT_THAT(textOfFile(fixture.folder() / "report" / "report.md"),
                testing::ContainsRegex("\\| model1 or model2 \\| 12 of 16 \\| 75\\.0 \\([0-9. to]+\\) \\| 0\\.0384 \\| "
                                       "0\\.0384 \\| 12 \\|"));
    EXPECT_EQ(readCsv(fixture.folder() / "report" / "abx.csv").rows.size(), 1U);
    EXPECT_FALSE(std::filesystem::exists(fixture.folder() / "report" / "pairs.csv"));
}

TEST(StudyReport, ofSingleClipsHasMeansAndDeviations) {
    const StudyFixture fixture;
    const StudyPlan plan = fixture.plan(2, 4, {{"kind", "mos"}});
    RevealedStudy study = answered(plan, [](auto&&...) { return 0; });
    const std::vector<int> better = {5, 4, 4, 5, 3, 4, 5, 5};
    const std::vector<int> worse = {2, 3, 1, 2, 3, 2, 4, 1};
    std::map<std::string, std::size_t> given;
    for (RevealedJudgement& each : study.judgements) {
        const std::vector<int>& scores = each.a.model == "model2" ? better : worse;
        each.judgement.answers = {
            {.question = plan.design.questions.front().id, .ratingA = scores.at(given[each.a.model]++)}};
    }
    const StudyResults results = studyResults(study, {}, quickly);
    EXPECT_EQ(results.models, (std::vector<std::string>{"model2", "model1"}));
    const std::vector<MeanOpinion>& opinions = results.questions.front().opinions;
    ASSERT_EQ(opinions.size(), 2U);
    EXPECT_EQ(opinions[0].mean.value, 4.375);  // R 4.2: mean, sd
    EXPECT_NEAR(opinions[0].deviation, 0.7440238091, 1e-9);
    EXPECT_NEAR(opinions[1].deviation, 1.035098339, 1e-9);
    EXPECT_EQ(opinions[0].histogram, (std::vector<std::int64_t>{0, 0, 1, 3, 4}));
    writeStudyReport(study, results, fixture.folder() / "report");
    const std::string report = textOfFile(fixture.folder() / "report" / "report.md");
    EXPECT_THAT(report, testing::ContainsRegex("\\| model2 \\| 8 \\| 4\\.3[78] \\([0-9. to]+\\) \\| 0\\.74 \\|"));
    EXPECT_THAT(report, testing::HasSubstr("Krippendorff's alpha of ratings: "));
    EXPECT_EQ(readCsv(fixture.folder() / "report" / "opinions.csv").rows.size(), 2U);
}

TEST(StudyReport, saysThatEstimatesOfAStoppedStudyExaggerate) {
    const StudyFixture fixture;
    RevealedStudy study = answered(fixture.plan(2, 12), lowerNumber);
    const auto text = [&] { return methodsText(study, studyResults(study, {}, quickly)); };
    EXPECT_THAT(text(), testing::Not(testing::HasSubstr("unfinished")));
    EXPECT_THAT(text(), testing::HasSubstr("on \"overall\" 1 of 1 pair of models: model1 and model2 after "));
    std::erase_if(study.judgements, [](const RevealedJudgement& each) {
        return each.trial.rater == "bob" && each.trial.prompt > "prompt 2";
    });
    EXPECT_THAT(text(), testing::AllOf(testing::HasSubstr("Planned were 24 judgements"),
                                       testing::HasSubstr("sealed unfinished, with 17 of 24 of them given"),
                                       testing::HasSubstr("biased away from 50 %"),
                                       testing::HasSubstr("on \"overall\" 0 of 1 pair of models.")));
}

TEST(StudyReport, tellsOfEachKindOfStudyOnlyWhatItHas) {
    const StudyFixture fixture;
    const auto textOf = [&](const Json& more) {
        const RevealedStudy study = answered(fixture.plan(2, 4, more), lowerNumber);
        return methodsText(study, studyResults(study, {}, quickly));
    };
    const auto hasNone = [](const std::vector<const char*>& words) {
        std::vector<testing::Matcher<std::string>> matchers;
        for (const char* word : words) {
            matchers.push_back(testing::Not(testing::HasSubstr(word)));
        }
        return testing::AllOfArray(matchers);
    };
    const std::string pairs = textOf({{"repeats", 2}, {"noisy_gold", 1}});
    EXPECT_THAT(pairs, testing::AllOf(testing::HasSubstr("2 hidden repeats with sides swapped, 1 gold pair"),
                                      testing::HasSubstr("Pratt's zeros, exact)"), testing::HasSubstr("pseudo-win"),
                                      testing::HasSubstr("\"both bad\" (0)"),
                                      testing::HasSubstr("MusicRL workbench " + programVersion())));
    EXPECT_THAT(textOf({{"kind", "abx"}, {"abx_trials", 3}}),
                testing::AllOf(testing::HasSubstr("with 6 each (3 of every rater)"),
                               testing::HasSubstr("which of the two X was"),
                               hasNone({"repeat", "gold", "Wilcoxon", "win rate", "both bad", "decided"})));
    EXPECT_THAT(
        textOf({{"kind", "mos"}}),
        testing::AllOf(testing::HasSubstr("8 clips with 2 each by different raters"), testing::HasSubstr("not tested"),
                       hasNone({"balanced", "swapped", "gold", "to be heard first", "Holm", "both bad", "matched",
                                "decided", "compared"})));
}

TEST(StudyReport, saysOnItsFaceWhenRatersArePrograms) {
    const StudyFixture fixture;
    RevealedStudy study = answered(fixture.plan(2, 4), lowerNumber);
    study.profiles = {{.pseudonym = "ann", .simulated = true}};
    const StudyResults results = studyResults(study, {}, quickly);
    EXPECT_TRUE(results.simulated);
    writeStudyReport(study, results, fixture.folder() / "report");
    EXPECT_THAT(textOfFile(fixture.folder() / "report" / "report.md"), testing::HasSubstr("programs, not people"));
    EXPECT_THAT(methodsText(study, results), testing::HasSubstr("1 is a program"));
}

}  // namespace
}  // namespace musicrl
