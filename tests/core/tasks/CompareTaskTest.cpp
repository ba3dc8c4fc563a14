// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/CompareTask.h"

#include "job/runJob.h"
#include "record/Csv.h"
#include "record/PreferencePair.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

#include <cmath>

namespace musicrl {
namespace {

PreferencePair pairOf(const std::string& prompt, const std::string& a, const std::string& b, PreferenceLabel label) {
    PreferencePair pair;
    pair.prompt = prompt;
    pair.a.file = "a.flac";
    pair.b.file = "b.flac";
    pair.a.generator = a;
    pair.b.generator = b;
    pair.label = label;
    pair.rater = "ann";
    return pair;
}

/// Each prompt is judged six times: r beats base four times, there is a tie, and base wins once; every second pair is
/// the other way round.
std::vector<PreferencePair> pairsOfTwoModels(int prompts) {
    std::vector<PreferencePair> pairs;
    for (int prompt = 0; prompt < prompts; ++prompt) {
        const std::string text = "prompt " + std::to_string(prompt);
        for (int i = 0; i < 2; ++i) {
            pairs.push_back(pairOf(text, "r", "base", PreferenceLabel::A));
            pairs.push_back(pairOf(text, "base", "r", PreferenceLabel::B));
        }
        pairs.push_back(pairOf(text, "r", "base", PreferenceLabel::Tie));
        pairs.push_back(pairOf(text, "base", "r", PreferenceLabel::A));
    }
    return pairs;
}

struct Compared {
    JobOutcome outcome;
    Json report;
};

Compared compare(const TemporaryFolder& folder, const std::vector<PreferencePair>& pairs,
                 const std::string& rater = "") {
    writePreferencePairs(folder / "pairs.jsonl", pairs);
    Compared compared;
    const JobContext context({}, [&](const JobMessage& message) {
        if (const auto* row = std::get_if<ResultRow>(&message)) {
            compared.report = row->values;
        }
    });
    compared.outcome = runJob(
        makeCompareJob({.pairs = folder / "pairs.jsonl", .outFolder = folder / "out", .rater = rater, .test = {}}),
        context);
    return compared;
}

TEST(CompareTask, countsFromBothSidesAndLeavesOutWhatSaysNothing) {
    const TemporaryFolder folder;
    std::vector<PreferencePair> pairs = pairsOfTwoModels(5);
    pairs.push_back(pairOf("prompt 0", "r", "base", PreferenceLabel::BothBad));
    pairs.push_back(pairOf("prompt 0", "r", "r", PreferenceLabel::A));
    pairs.push_back(pairOf("prompt 0", "", "base", PreferenceLabel::A));
    const Compared compared = compare(folder, pairs);
    ASSERT_EQ(compared.outcome.ending, JobEnding::Succeeded) << compared.outcome.message;
    EXPECT_EQ(compared.report["judgements"], 30);
    EXPECT_EQ(compared.report["prompts"], 5);
    EXPECT_EQ(compared.report["without_choice"], 1);
    EXPECT_EQ(compared.report["without_models"], 2);
    EXPECT_EQ(compared.report["models"][0]["name"], "r") << "the model with more wins comes first";
    const Json& pair = compared.report["pairs"][0];
    EXPECT_EQ(pair["wins"], 20);
    EXPECT_EQ(pair["ties"], 5);
    EXPECT_EQ(pair["losses"], 5);
    EXPECT_DOUBLE_EQ(pair["win_rate"]["value"].get<double>(), 0.8);
    EXPECT_TRUE(std::isnan(pair["win_rate"]["low"].get<double>())) << "all prompts are alike: nothing varies";
    EXPECT_EQ(compared.report["win_matrix"], Json::parse("[[0, 20], [5, 0]]"));
    // Five prompts, all with the mean difference 1/2: all signs alike have the chance 2 / 2^5.
    EXPECT_DOUBLE_EQ(pair["test"]["p"].get<double>(), 0.0625);
    EXPECT_EQ(pair["difference"], "outcomes");
}

TEST(CompareTask, takesRatingsWhereTheyAre) {
    const TemporaryFolder folder;
    std::vector<PreferencePair> pairs = pairsOfTwoModels(4);
    for (PreferencePair& pair : pairs) {
        (pair.a.generator == "r" ? pair.a : pair.b).rating = 4.0;
        (pair.a.generator == "r" ? pair.b : pair.a).rating = 3.0;
    }
    const Compared compared = compare(folder, pairs);
    EXPECT_EQ(compared.report["pairs"][0]["difference"], "scores");
    EXPECT_DOUBLE_EQ(compared.report["models"][0]["mean_score"]["value"].get<double>(), 4.0);
    EXPECT_DOUBLE_EQ(compared.report["models"][1]["mean_score"]["value"].get<double>(), 3.0);
}

TEST(CompareTask, writesTheReportAndItsTables) {
    const TemporaryFolder folder;
    const Compared compared = compare(folder, pairsOfTwoModels(3));
    EXPECT_EQ(readJsonFile(folder / "out/comparison.json").dump(), Json::parse(compared.report.dump()).dump());
    const CsvTable models = readCsv(folder / "out/models.csv");
    ASSERT_EQ(models.rows.size(), 2U);
    EXPECT_EQ(models.rows[0][static_cast<std::size_t>(models.columnIndex("name"))], "r");
    EXPECT_EQ(models.rows[0][static_cast<std::size_t>(models.columnIndex("mean_score.value"))], "") << "nobody rated";
    const CsvTable pairs = readCsv(folder / "out/pairs.csv");
    ASSERT_EQ(pairs.rows.size(), 1U);
    EXPECT_EQ(pairs.rows[0][static_cast<std::size_t>(pairs.columnIndex("win_rate.value"))], "0.8");
    EXPECT_GE(pairs.columnIndex("test.p_holm"), 0);
}

TEST(CompareTask, takesOneRatersPairs) {
    const TemporaryFolder folder;
    std::vector<PreferencePair> pairs = pairsOfTwoModels(3);
    pairs[0].rater = pairs[7].rater = "bo";
    EXPECT_EQ(compare(folder, pairs, "bo").report["judgements"], 2);
    const Compared nobody = compare(folder, pairs, "cy");
    EXPECT_EQ(nobody.outcome.kind, ErrorKind::BadInput);
    EXPECT_THAT(nobody.outcome.message, testing::HasSubstr("no pair judged by \"cy\""));
}

TEST(CompareTask, saysWhatPairsMustName) {
    const TemporaryFolder folder;
    const Compared compared = compare(folder, {pairOf("p", "", "", PreferenceLabel::A)});
    EXPECT_EQ(compared.outcome.kind, ErrorKind::BadInput);
    EXPECT_THAT(compared.outcome.message, testing::HasSubstr("each pair needs generator_a and generator_b"));
    EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

}  // namespace
}  // namespace musicrl
