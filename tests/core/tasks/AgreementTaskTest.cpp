// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/AnsweredStudy.h"
#include "job/runJob.h"
#include "record/PreferencePair.h"
#include "tasks/AgreementTask.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

Json agreementOn(const std::filesystem::path& file) {
    Json report;
    const JobContext context({}, [&](const JobMessage& message) {
        if (const auto* row = std::get_if<ResultRow>(&message)) {
            report = row->values;
        }
    });
    EXPECT_EQ(runJob(makeAgreementJob({.ratings = file, .bootstrap = quickly}), context).ending, JobEnding::Succeeded);
    return report;
}

/// The first model mostly, in steps that differ from rater to rater and prompt to prompt.
int mostlyTheFirst(const PlannedTrial& trial, const StudyClip& a, const StudyClip& b) {
    const auto prompt = static_cast<int>(trial.prompt.back() - '0');
    const int steps = (prompt * 2 + static_cast<int>(trial.rater.size())) % 4 - 1;  // -1 to 2
    return a.model < b.model ? steps : -steps;
}

TEST(AgreementTask, comesToTheAlphaOfTheStudysReport) {
    const StudyFixture fixture;
    const StudyPlan plan = fixture.plan(2, 8, {{"raters", {"ann", "bobby", "charlie"}}});
    const RevealedStudy study = answered(plan, mostlyTheFirst);
    const StudyResults results = studyResults(study, {}, quickly);
    const std::filesystem::path file = fixture.folder() / "pairs.jsonl";
    writePreferencePairs(file, preferencePairs(study, "overall"));
    const Json report = agreementOn(file);
    ASSERT_EQ(report.at("questions").size(), 1U);
    const Json& question = report.at("questions").at(0);
    EXPECT_EQ(question.at("question"), "overall");
    EXPECT_EQ(report.at("resampled"), "prompts");
    const Json& alpha = question.at("alpha").at("ordinal");
    const Estimate& inReport = results.questions.front().alpha;
    EXPECT_LT(inReport.value, 0.9);
    EXPECT_NEAR(alpha.at("value").get<double>(), inReport.value, 1e-12);
    EXPECT_NEAR(alpha.at("low").get<double>(), inReport.interval.low, 1e-12);
    ASSERT_EQ(report.at("raters").size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(report.at("raters").at(i).at("correlation").get<double>(),
                    results.raters[i].reliability.correlation, 1e-12);
    }
}

TEST(AgreementTask, tellsQuestionsApart) {
    const StudyFixture fixture;
    const StudyPlan plan = fixture.plan(2, 6);
    std::vector<PreferencePair> pairs = preferencePairs(answered(plan, lowerNumber), "overall");
    for (const PreferencePair& pair : std::vector(pairs)) {
        pairs.push_back(pair);
        pairs.back().criterion = "fits";
        const bool isFirst = pair.a.generator == "model1";
        pairs.back().label = (pair.rater == "ann") == isFirst ? PreferenceLabel::A : PreferenceLabel::B;  // never agree
    }
    writePreferencePairs(fixture.folder() / "pairs.jsonl", pairs);
    const Json report = agreementOn(fixture.folder() / "pairs.jsonl");
    ASSERT_EQ(report.at("questions").size(), 2U);
    EXPECT_EQ(report.at("questions").at(0).at("question"), "fits");
    EXPECT_LT(report.at("questions").at(0).at("alpha").at("ordinal").at("value").get<double>(), 0.0);
    EXPECT_EQ(report.at("questions").at(1).at("alpha").at("ordinal").at("value"), 1.0);
}

}  // namespace
}  // namespace musicrl
