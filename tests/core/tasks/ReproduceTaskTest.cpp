// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/AtomicFile.h"
#include "base/Hash.h"
#include "job/runJob.h"
#include "record/Csv.h"
#include "run/EvaluationLog.h"
#include "support/InheritedFolder.h"
#include "support/TinyModelFolder.h"
#include "tasks/EvaluateTask.h"
#include "tasks/ReproduceTask.h"

#include <csignal>
#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <sstream>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string textOf(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

/// A model of noise, judges of other noise, raters, prompts, and settings for seconds.
void prepare(const fs::path& folder) {
    if (fs::exists(folder / "settings.toml")) {
        return;
    }
    writeTinyModel(folder / "model", 1);
    writeTinyModel(folder / "judge", 2);
    writeFileAtomically(folder / "raters.toml", "judge = \"" + (folder / "judge").string() + R"("
[taste.hiss]
likes = "less"
centre = 0.3
scale = 0.1
weight = 2.0
weight_spread = 0.5
[taste.loudness]
likes = "more"
centre = -20.0
scale = 5.0
weight = 1.0
weight_spread = 0.5
[manner]
slip = 0.3
[train]
simulated-1 = 11
[test]
simulated-2 = 12
simulated-3 = 13
)");
    writeFileAtomically(folder / "train.txt", "slow calm piano\nfast loud drums\nloud piano\ncalm drums\n");
    writeFileAtomically(folder / "eval.txt", "calm piano\nloud drums\nslow drums\n");
    const std::string run =
        "steps = 4\nbatch_clips = 2\nvalue_warmup_steps = 1\ncheckpoint_every = 2\nsample_every = 4\nsample_prompts = "
        "1\nlearning_rate = 1e-3\n";
    std::string settings =
        "model = \"" + (folder / "model").string() + "\"\ndevice = \"cpu\"\nclip_seconds = 1.0\n" +
        "training_prompts = \"" + (folder / "train.txt").string() + "\"\nevaluation_prompts = \"" +
        (folder / "eval.txt").string() + "\"\nraters = \"" + (folder / "raters.toml").string() + "\"\n" +
        "[pairs]\nclips_per_prompt = 2\nbatch_clips = 3\n[preference]\nepochs = 2\nbatch_pairs = 2\nheld_out = 0.3\n" +
        "ablations = [\"no-text\", \"scratch\"]\n[evaluation]\nbatch_clips = 2\n[head_to_head]\nclips_per_prompt = 2\n";
    for (const char* name : {"mulan", "quality", "r", "u", "ru", "joint"}) {
        settings += std::string("[runs.") + name + "]\n" + run;
    }
    writeFileAtomically(folder / "settings.toml", settings);
}

ReproduceConfig smallReproduction(const fs::path& folder, const std::string& out) {
    prepare(folder);
    ReproduceConfig config;
    config.settings = folder / "settings.toml";
    config.outFolder = folder / out;
    return config;
}

/// Ends the process the hard way at the \p count-th message of progress that begins so.
void runAndKill(const ReproduceConfig& config, const std::string& beginning, int count) {
    const JobContext context({}, [&](const JobMessage& message) {
        const auto* progress = std::get_if<Progress>(&message);
        if (progress != nullptr && progress->what.rfind(beginning, 0) == 0 && --count == 0) {
            (void)std::raise(SIGKILL);
        }
    });
    (void)runJob(makeReproduceJob(config), context);
}

TEST(ReproduceTask, goesThroughAllStagesAndOnAfterKillsToTheSameReport) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    const InheritedFolder folder;
    const ReproduceConfig killed = smallReproduction(folder / "", "killed");
    EXPECT_EXIT(runAndKill(killed, "rollouts: making clips", 2), testing::KilledBySignal(SIGKILL), "");
    EXPECT_EXIT(runAndKill(killed, "preference-full: training the preference model, epoch 2", 1),
                testing::KilledBySignal(SIGKILL), "");
    EXPECT_TRUE(fs::exists(folder / "killed/preference/full.unfinished/state.safetensors"));
    EXPECT_EXIT(runAndKill(killed, "run-r: step 4", 1), testing::KilledBySignal(SIGKILL), "");
    EXPECT_EXIT(runAndKill(killed, "evaluate-u: evaluating step 2", 2), testing::KilledBySignal(SIGKILL), "");

    std::vector<ResultRow> rows;
    std::int64_t lastDone = 0;
    const JobContext context({}, [&](const JobMessage& message) {
        if (const auto* row = std::get_if<ResultRow>(&message)) {
            rows.push_back(*row);
        } else if (const auto* progress = std::get_if<Progress>(&message); progress != nullptr && progress->total > 0) {
            EXPECT_GE(progress->done, lastDone) << progress->what;
            lastDone = progress->done;
        }
    });
    ReproduceConfig goOn = killed;
    goOn.drawFigures = [](const fs::path& figures) { return fs::exists(figures / "win-tie-loss.csv"); };
    ASSERT_EQ(runJob(makeReproduceJob(goOn), context).message, "");
    ASSERT_EQ(runJob(makeReproduceJob(smallReproduction(folder / "", "straight")), JobContext()).message, "");

    ASSERT_FALSE(rows.empty());
    EXPECT_EQ(rows.front().kind, "plan");
    EXPECT_GT(rows.front().values.at("seconds").get<double>(),
              rows.front().values.at("remaining_seconds").get<double>());
    EXPECT_EQ(rows.back().kind, "report");
    EXPECT_EQ(rows.back().values.at("figures_drawn"), true);
    for (const char* file : {"figures/quality-vs-kl.csv", "figures/preference-vs-step.csv", "figures/win-tie-loss.csv",
                             "figures/preference-accuracy.csv", "tables/rewards.csv", "tables/targets.csv",
                             "tables/shape.csv", "tables/models.csv"}) {
        EXPECT_EQ(textOf(folder / "killed/report" / file), textOf(folder / "straight/report" / file)) << file;
    }
    const std::string page = textOf(folder / "killed/report/report.md");
    EXPECT_THAT(page, HasSubstr("| RU against R |"));
    EXPECT_THAT(page, HasSubstr("figures/win-tie-loss.png"));
    const CsvTable stages = readCsv(folder / "killed/report/tables/stages.csv");
    EXPECT_EQ(stages.rows.size(), 1U + 2U + 3U + 10U + 4U + 1U);
}

TEST(ReproduceTask, addsTheJointRunToAFinishedReproduction) {
    const InheritedFolder folder;
    ReproduceConfig config = smallReproduction(folder / "", "out");
    ASSERT_EQ(runJob(makeReproduceJob(config), JobContext()).message, "");
    config.withJoint = true;
    std::vector<std::string> stages;
    const JobContext context({}, [&](const JobMessage& message) {
        if (const auto* row = std::get_if<ResultRow>(&message); row != nullptr && row->kind == "stage") {
            stages.push_back(row->values.at("name").get<std::string>());
        }
    });
    ASSERT_EQ(runJob(makeReproduceJob(config), context).message, "");
    EXPECT_EQ(stages, (std::vector<std::string>{"run-joint", "evaluate-joint", "clips-joint", "test-votes-joint"}));
    EXPECT_EQ(readCsv(folder / "out/report/tables/models.csv").rows.size(), 5U);
    EXPECT_THAT(textOf(folder / "out/report/report.md"), HasSubstr("RU wins against the Joint run"));
}

TEST(ReproduceTask, keepsToTheSettingsOfItsFolderAndTellsItsBudgetFirst) {
    const InheritedFolder folder;
    ReproduceConfig config = smallReproduction(folder / "", "out");
    config.planOnly = true;
    std::vector<ResultRow> rows;
    const JobContext context({}, [&](const JobMessage& message) {
        if (const auto* row = std::get_if<ResultRow>(&message)) {
            rows.push_back(*row);
        }
    });
    ASSERT_EQ(runJob(makeReproduceJob(config), context).message, "");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_GT(rows[0].values.at("remaining_seconds").get<double>(), 0.0);
    EXPECT_FALSE(fs::exists(folder / "out/rollouts"));

    std::string settings = textOf(config.settings);
    settings.replace(settings.find("epochs = 2"), 10, "epochs = 3");
    writeFileAtomically(config.settings, settings);
    const JobOutcome outcome = runJob(makeReproduceJob(config), JobContext());
    EXPECT_EQ(outcome.kind, ErrorKind::BadInput);
    EXPECT_THAT(outcome.message, HasSubstr("was begun with preference.epochs = 2, not 3"));
}

}  // namespace
}  // namespace musicrl
