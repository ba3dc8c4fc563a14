// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "job/runJob.h"
#include "run/MetricsLog.h"
#include "run/RunDirectory.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"
#include "support/TonesOrNoise.h"
#include "tasks/FinetuneTask.h"
#include "tasks/GenerateTask.h"

#include <gmock/gmock.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A model, and pairs of a rater who likes noise.
class PairTraining : public testing::Test {
protected:
    PairTraining() { writeTinyModel(folder_ / "model", 2); }

    [[nodiscard]] FinetuneConfig training(const std::string& run) const {
        FinetuneConfig config;
        config.recipe.model = (folder_ / "model").string();
        config.recipe.algorithm = Algorithm::Dpo;
        config.recipe.dpo.pairs = pairs_.string();
        config.recipe.dpo.heldOutShare = 0.25;
        config.recipe.steps = 12;
        config.recipe.batchClips = 16;
        config.recipe.clipSeconds = 1.0;
        config.recipe.learningRate = 3e-3;
        config.recipe.checkpointEvery = 4;
        config.recipe.sampleEvery = 6;
        config.recipe.samplePrompts = 2;
        config.recipe.device = "cpu";
        config.runFolder = folder_ / run;
        return config;
    }

    [[nodiscard]] std::vector<MetricRow> rowsOf(const std::string& run) const {
        return readMetricRows(folder_ / run / "metrics.jsonl");
    }

    TemporaryFolder folder_;
    fs::path pairs_ = writeTonesOrNoise(folder_.path(), 8, 3);
};

JobOutcome outcomeOf(FinetuneConfig config, std::stop_source* stop = nullptr, std::int64_t stopAt = 0) {
    const JobContext context(stop == nullptr ? std::stop_token() : stop->get_token(), [=](const JobMessage& message) {
        const auto* row = std::get_if<MetricRow>(&message);
        if (stop != nullptr && row != nullptr && row->step == stopAt) {
            stop->request_stop();
        }
    });
    return runJob(makeFinetuneJob(std::move(config)), context);
}

TEST_F(PairTraining, learnsWhatTheRaterLikesIntoARunLikeAnyOther) {
    const JobOutcome outcome = outcomeOf(training("run"));
    ASSERT_EQ(outcome.ending, JobEnding::Succeeded) << outcome.message;
    const std::vector<MetricRow> rows = rowsOf("run");
    ASSERT_EQ(rows.size(), 13U);
    const auto value = [&](std::size_t row, const char* name) { return rows.at(row).values.at(name).get<double>(); };
    EXPECT_NEAR(value(1, "loss/dpo"), std::log(2.0), 1e-5);
    EXPECT_LT(value(12, "loss/dpo"), 0.6);
    EXPECT_GT(value(12, "rewards/accuracies"), 0.8);
    EXPECT_TRUE(rows.at(12).values.contains("eval/rewards/accuracies")) << "of the prompts that it is not trained on";
    EXPECT_EQ(value(0, "objective/kl"), 0.0);
    EXPECT_GT(value(12, "objective/kl"), 0.0);
    EXPECT_TRUE(rows.at(6).values.contains("heldout/mulan"));
    EXPECT_FALSE(rows.at(5).values.contains("heldout/mulan"));
    const RunDirectory run = RunDirectory::open(folder_ / "run");
    EXPECT_EQ(run.checkpoints().size(), 3U);
    EXPECT_EQ(run.listSamples().size(), 6U);
    GenerateConfig generate;
    generate.model = (folder_ / "model").string();
    generate.checkpoint = run.newestCheckpoint()->string();
    generate.prompts = {{"p", "slow calm piano", 0.5, 7}};
    generate.device = "cpu";
    generate.outFolder = folder_ / "clips";
    EXPECT_EQ(runJob(makeGenerateJob(generate), JobContext()).message, "");
}

TEST_F(PairTraining, goesOnAfterAStopAsIfThereHadBeenNone) {
    ASSERT_EQ(outcomeOf(training("whole")).ending, JobEnding::Succeeded);
    std::stop_source stop;
    EXPECT_EQ(outcomeOf(training("run"), &stop, 5).ending, JobEnding::Stopped);
    fs::remove(folder_ / "a3.wav");  // its tokens are kept in the run, but the file itself must be what was judged
    FinetuneConfig again{.recipe = {}, .runFolder = folder_ / "run", .resume = true};
    EXPECT_THAT(outcomeOf(again).message, HasSubstr("a3.wav"));
    (void)writeTonesOrNoise(folder_.path(), 8, 3);
    ASSERT_EQ(outcomeOf(again).message, "");
    for (const char* file : {"policy.safetensors", "optimizer.safetensors", "state.json"}) {
        EXPECT_EQ(sha256OfFile(folder_ / "run/checkpoints/step-00000012" / file),
                  sha256OfFile(folder_ / "whole/checkpoints/step-00000012" / file))
            << file;
    }
}

TEST_F(PairTraining, learnsThroughAdaptersToo) {
    FinetuneConfig config = training("run");
    config.recipe.lora = {.rank = 4, .alpha = 8.0};
    config.recipe.learningRate = 2e-2;
    ASSERT_EQ(outcomeOf(config).message, "");
    EXPECT_GT(rowsOf("run").back().values.at("rewards/accuracies").get<double>(), 0.8);
    EXPECT_TRUE(fs::exists(folder_ / "run/checkpoints/step-00000012/adapter.safetensors"));
}

TEST_F(PairTraining, leavesTiesOutWhereTheRecipeSaysSo) {
    FinetuneConfig config = training("run");
    config.recipe.dpo.ties = false;
    config.recipe.steps = 1;
    config.recipe.batchClips = 64;
    ASSERT_EQ(outcomeOf(config).message, "");
    EXPECT_EQ(rowsOf("run").at(1).values.at("num_tokens").get<std::int64_t>(), 2 * 12 * 7 * 5)
        << "6 prompts of 2 pairs, clips of a quarter of a second: 7 frames of 5 tokens";
}

TEST_F(PairTraining, saysWhatItNeedsBeforeItMakesAFolder) {
    FinetuneConfig config = training("run");
    config.recipe.dpo.pairs = "";
    EXPECT_THAT(outcomeOf(config).message, HasSubstr("--pairs"));
    config.recipe.dpo.pairs = (folder_ / "none.jsonl").string();
    EXPECT_EQ(outcomeOf(config).kind, ErrorKind::NotFound);
    EXPECT_FALSE(fs::exists(folder_ / "run"));
}

}  // namespace
}  // namespace musicrl
