// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/runJob.h"
#include "record/Csv.h"
#include "run/EvaluationLog.h"
#include "run/MetricsLog.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"
#include "tasks/EvaluateTask.h"
#include "tasks/FinetuneTask.h"

#include <gmock/gmock.h>
#include <stop_token>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class EvaluateTask : public testing::Test {
protected:
    EvaluateTask() {
        writeTinyModel(folder_ / "model");
        Recipe recipe;
        recipe.model = (folder_ / "model").string();
        recipe.steps = 4;
        recipe.batchClips = 3;
        recipe.clipSeconds = 1.0;
        recipe.learningRate = 1e-2;
        recipe.valueWarmupSteps = 0;
        recipe.checkpointEvery = 2;
        recipe.samplePrompts = 0;
        recipe.device = "cpu";
        EXPECT_EQ(runJob(makeFinetuneJob({.recipe = recipe, .runFolder = folder_ / "run"}), {}).message, "");
        folder_.write("prompts.txt", "slow calm piano\nfast loud drums\ncalm drums\n");
    }

    [[nodiscard]] EvaluateConfig config() const {
        EvaluateConfig config;
        config.runFolder = folder_ / "run";
        config.prompts = folder_ / "prompts.txt";
        config.batchClips = 2;
        config.device = "cpu";
        return config;
    }

    TemporaryFolder folder_;
};

TEST_F(EvaluateTask, measuresEveryCheckpointOnTheSameClips) {
    ASSERT_EQ(runJob(makeEvaluateJob(config()), {}).message, "");
    const auto steps = valuesByStep(readEvaluation(evaluationPath(folder_ / "run")));
    ASSERT_EQ(steps.size(), 3U);
    for (const double kl : steps.at(0).at("kl")) {
        EXPECT_EQ(kl, 0.0) << "nothing has moved yet";
    }
    for (const double kl : steps.at(4).at("kl")) {
        EXPECT_GT(kl, 0.0);
    }
    EXPECT_EQ(steps.at(4).at("kl"), steps.at(4).at("kl_base"));
    EXPECT_EQ(steps.at(2).at("quality").size(), 3U);
    const CsvTable table = readCsv(folder_ / "run/evaluation.csv");
    EXPECT_EQ(table.rows.size(), 3U);
    EXPECT_GE(table.columnIndex("mulan_se"), 0);
}

TEST_F(EvaluateTask, goesOnWhereItWasStopped) {
    ASSERT_EQ(runJob(makeEvaluateJob(config()), {}).message, "");
    const auto straight = valuesByStep(readEvaluation(evaluationPath(folder_ / "run")));
    fs::remove(evaluationPath(folder_ / "run"));
    std::stop_source stop;
    const JobContext context(stop.get_token(), [&](const JobMessage& message) {
        const auto* progress = std::get_if<Progress>(&message);
        if (progress != nullptr && progress->done == 5) {  // inside step 2, between its batches
            stop.request_stop();
        }
    });
    EXPECT_EQ(runJob(makeEvaluateJob(config()), context).ending, JobEnding::Stopped);
    const std::size_t before = readEvaluation(evaluationPath(folder_ / "run")).size();
    EXPECT_GT(before, 2U);
    EXPECT_LT(before, 9U);
    ASSERT_EQ(runJob(makeEvaluateJob(config()), {}).message, "");
    EXPECT_EQ(valuesByStep(readEvaluation(evaluationPath(folder_ / "run"))), straight);
}

TEST_F(EvaluateTask, refusesOtherSettingsAndUnknownSteps) {
    EvaluateConfig other = config();
    other.steps = {4};
    ASSERT_EQ(runJob(makeEvaluateJob(other), {}).message, "");
    other.seed = 2;
    EXPECT_THAT(runJob(makeEvaluateJob(other), {}).message, HasSubstr("was begun with"));
    other.seed = 1;
    other.steps = {3};
    EXPECT_THAT(runJob(makeEvaluateJob(other), {}).message, HasSubstr("no checkpoint of step 3"));
    other.runFolder = folder_ / "model";
    EXPECT_EQ(runJob(makeEvaluateJob(other), {}).kind, ErrorKind::NotFound);
}

}  // namespace
}  // namespace musicrl
