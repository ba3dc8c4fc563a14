// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/runJob.h"
#include "run/MetricsLog.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"
#include "support/TonesOrNoise.h"
#include "tasks/PreferenceTask.h"

#include <gmock/gmock.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct Outcome {
    JobOutcome ending;
    Json result;
};

Outcome run(const Job& job) {
    Outcome outcome;
    const JobContext context({}, [&](const JobMessage& message) {
        if (const auto* row = std::get_if<ResultRow>(&message)) {
            outcome.result = row->values;
        }
    });
    outcome.ending = runJob(job, context);
    return outcome;
}

/// A model, and pairs of a rater who likes noise: 12 prompts of three pairs, every third a tie.
class PreferenceTask : public testing::Test {
protected:
    PreferenceTask() { writeTinyModel(folder_ / "model", 2); }

    [[nodiscard]] PreferenceTrainConfig training(const std::string& out) const {
        PreferenceTrainConfig config;
        config.pairs = pairs_;
        config.model = (folder_ / "model").string();
        config.out = folder_ / out;
        config.heldOutShare = 0.25;
        config.epochs = 6;
        config.batchPairs = 9;
        config.learningRate = 1e-2;
        config.device = "cpu";
        return config;
    }

    [[nodiscard]] PreferenceEvaluateConfig evaluation(const std::string& preference) const {
        PreferenceEvaluateConfig config;
        config.pairs = pairs_;
        config.preference = folder_ / preference;
        config.model = (folder_ / "model").string();
        config.device = "cpu";
        return config;
    }

    TemporaryFolder folder_;
    fs::path pairs_ = writeTonesOrNoise(folder_.path(), 12, 3);
};

TEST_F(PreferenceTask, learnsWhatTheRaterLikesAndJudgesUnseenPromptsBetterThanChance) {
    const Outcome trained = run(makePreferenceTrainJob(training("taste")));
    ASSERT_EQ(trained.ending.ending, JobEnding::Succeeded) << trained.ending.message;
    const Json& heldOut = trained.result.at("heldout");
    EXPECT_EQ(heldOut.at("pairs"), 9) << "three prompts of three pairs";
    EXPECT_EQ(heldOut.at("ties"), 3);
    EXPECT_GT(heldOut.at("accuracy").get<double>(), 0.8);
    EXPECT_LT(heldOut.at("loss").get<double>(), 0.6);
    EXPECT_EQ(trained.result.at("baselines").size(), 2U);
    EXPECT_EQ(trained.result.at("baselines").at("mulan").at("decisive"), 6);
    EXPECT_EQ(readJsonFile(folder_ / "taste/training.json"), trained.result);
    const auto rows = readMetricRows(folder_ / "taste/metrics.jsonl");
    ASSERT_EQ(rows.size(), 6U);
    const auto best = trained.result.at("best_epoch").get<std::size_t>();
    EXPECT_NEAR(rows.at(best - 1).values.at("heldout/loss").get<double>(), heldOut.at("loss").get<double>(), 0.01)
        << "the folder, in float16, says what the training measured";

    const Outcome evaluated = run(makePreferenceEvaluateJob(evaluation("taste")));
    ASSERT_EQ(evaluated.ending.ending, JobEnding::Succeeded) << evaluated.ending.message;
    EXPECT_EQ(evaluated.result.at("heldout"), heldOut) << "the prompts it was trained on are left out";
    EXPECT_EQ(evaluated.result.at("baselines"), trained.result.at("baselines"));
    EXPECT_EQ(evaluated.result.at("pairs").at("of_trained_prompts"), 27);
    PreferenceEvaluateConfig all = evaluation("taste");
    all.trainedPromptsToo = true;
    EXPECT_EQ(run(makePreferenceEvaluateJob(all)).result.at("heldout").at("pairs"), 36);
}

TEST_F(PreferenceTask, trainsEachAblation) {
    PreferenceTrainConfig config = training("ablation");
    config.dropText = true;
    config.fromScratch = true;
    config.crop = 0.5;
    config.epochs = 1;
    config.tokenCache = folder_ / "tokens.safetensors";
    const Outcome trained = run(makePreferenceTrainJob(config));
    ASSERT_EQ(trained.ending.ending, JobEnding::Succeeded) << trained.ending.message;
    EXPECT_EQ(trained.result.at("settings").at("text"), false);
    EXPECT_EQ(trained.result.at("settings").at("from_scratch"), true);
    EXPECT_TRUE(fs::exists(config.tokenCache));
    const Json written = readJsonFile(folder_ / "ablation/config.json");
    EXPECT_EQ(written.at("crop"), 0.5);
    EXPECT_EQ(written.at("text"), false);
}

TEST_F(PreferenceTask, refusesWhatCannotBeTrainedOn) {
    PreferenceTrainConfig config = training("x");
    config.rater = "bo";
    EXPECT_THAT(run(makePreferenceTrainJob(config)).ending.message, HasSubstr("the raters are ann"));
    config = training("x");
    config.crop = 0.0;
    EXPECT_THAT(run(makePreferenceTrainJob(config)).ending.message, HasSubstr("from 0.01 to 1"));
    config = training("x");
    config.pairs = folder_.write("bad.jsonl", "{}\n");
    EXPECT_THAT(run(makePreferenceTrainJob(config)).ending.message, HasSubstr("bad.jsonl, line 1"));
    config = training("x");
    fs::create_directory(folder_ / "x");
    folder_.write("x/model.safetensors", "");
    EXPECT_THAT(run(makePreferenceTrainJob(config)).ending.message, HasSubstr("already holds a preference model"));
}

}  // namespace
}  // namespace musicrl
