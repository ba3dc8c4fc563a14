// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/EvaluationLog.h"
#include "support/TemporaryFolder.h"

#include <fstream>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

EvaluatedClip clipOf(std::int64_t step, const std::string& prompt, double mulan) {
    return {step, "0123456789abcdef", prompt, 7, {{"mulan", mulan}, {"kl", 2.0 * mulan}}};
}

TEST(EvaluationLog, readsBackWhatWasAppendedAndNoUnfinishedLine) {
    const TemporaryFolder folder;
    const std::filesystem::path path = evaluationPath(folder.path());
    EXPECT_TRUE(readEvaluation(path).empty());
    const std::vector<EvaluatedClip> clips = {clipOf(0, "a", 0.1), clipOf(0, "b", 0.3)};
    appendEvaluation(path, clips);
    appendEvaluation(path, std::vector{clipOf(20, "a", 0.5)});
    std::ofstream(path, std::ios::app) << R"({"step": 20, "policy": "x", "prom)";
    const std::vector<EvaluatedClip> read = readEvaluation(path);
    ASSERT_EQ(read.size(), 3U);
    EXPECT_EQ(read[1].prompt, "b");
    EXPECT_EQ(read[1].seed, 7U);
    EXPECT_EQ(read[1].values.at("mulan"), 0.3);
    EXPECT_EQ(read[2].step, 20);
}

TEST(EvaluationLog, takesTheNewestLineOfAClipInOneOrderForAllSteps) {
    const TemporaryFolder folder;
    const std::filesystem::path path = evaluationPath(folder.path());
    appendEvaluation(path, std::vector{clipOf(20, "b", 0.1), clipOf(20, "a", 0.2)});
    appendEvaluation(path, std::vector{clipOf(0, "a", 0.3), clipOf(0, "b", 0.4), clipOf(20, "b", 0.5)});
    const std::map<std::int64_t, StepValues> steps = valuesByStep(readEvaluation(path));
    EXPECT_EQ(steps.at(0).at("mulan"), (std::vector<double>{0.4, 0.3}));
    EXPECT_EQ(steps.at(20).at("mulan"), (std::vector<double>{0.5, 0.2}));
}

TEST(EvaluationLog, givesTheMeansOfEachStepWithTheirErrors) {
    const std::vector<EvaluatedClip> clips = {clipOf(20, "a", 0.5), clipOf(0, "a", 0.1), clipOf(0, "b", 0.3)};
    const CsvTable table = evaluationTable(clips);
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_EQ(table.columns, (std::vector<std::string>{"step", "clips", "kl", "kl_se", "mulan", "mulan_se"}));
    EXPECT_EQ(table.rows[0], (std::vector<std::string>{"0", "2", "0.4", "0.2", "0.2", "0.1"}));
    EXPECT_EQ(table.rows[1], (std::vector<std::string>{"20", "1", "1", "", "0.5", ""}));
}

}  // namespace
}  // namespace musicrl
