// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/FinetuneTask.h"

#include "base/Hash.h"
#include "job/runJob.h"
#include "run/MetricsLog.h"
#include "run/RunDirectory.h"
#include "support/ForkedGroup.h"
#include "support/InheritedFolder.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <gtest/gtest.h>
#include <map>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// Six steps with the tiny model in \p folder/model, which is made where it is missing.
FinetuneConfig smallRun(const fs::path& folder, const std::string& run) {
    if (!fs::exists(folder / "model")) {
        writeTinyModel(folder / "model");
    }
    FinetuneConfig config;
    config.recipe.model = (folder / "model").string();
    config.recipe.steps = 6;
    config.recipe.batchClips = 3;
    config.recipe.clipSeconds = 1.0;
    config.recipe.learningRate = 1e-3;
    config.recipe.valueWarmupSteps = 1;
    config.recipe.checkpointEvery = 2;
    config.recipe.sampleEvery = 3;
    config.recipe.samplePrompts = 2;
    config.recipe.seed = 5;
    config.recipe.device = "cpu";
    config.runFolder = folder / run;
    return config;
}

JobOutcome outcomeOf(FinetuneConfig config) {
    return runJob(makeFinetuneJob(std::move(config)), JobContext());
}

std::vector<std::string> rowsWithoutTimes(const RunDirectory& run) {
    std::vector<std::string> lines;
    for (const MetricRow& row : readMetricRows(run.metricsPath())) {
        std::string line = std::to_string(row.step);
        for (const auto& [name, value] : row.values.items()) {
            if (name.rfind("time/", 0) != 0) {
                line += " " + name + "=" + value.dump();
            }
        }
        lines.push_back(line);
    }
    return lines;
}

double metricAt(const fs::path& run, std::size_t row, const std::string& name) {
    return readMetricRows(run / "metrics.jsonl").at(row).values.at(name).get<double>();
}

/// Ends the process the hard way in the middle of step 5, after the checkpoint of step 4.
void runAndKill(const fs::path& folder) {
    const JobContext context({}, [](const JobMessage& message) {
        const auto* progress = std::get_if<Progress>(&message);
        if (progress != nullptr && progress->what == "step 5") {
            (void)std::raise(SIGKILL);
        }
    });
    (void)runJob(makeFinetuneJob(smallRun(folder, "killed")), context);
}

TEST(FinetuneTask, goesOnAfterAKillToTheSameMetricsAndWeights) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    const InheritedFolder folder;
    EXPECT_EXIT(runAndKill(folder / ""), testing::KilledBySignal(SIGKILL), "");
    FinetuneConfig goOn = smallRun(folder / "", "killed");
    goOn.resume = true;
    goOn.recipe = Recipe();  // the run's own counts
    ASSERT_EQ(outcomeOf(goOn).message, "");
    ASSERT_EQ(outcomeOf(smallRun(folder / "", "straight")).message, "");

    const RunDirectory killed = RunDirectory::open(folder / "killed");
    const RunDirectory straight = RunDirectory::open(folder / "straight");
    EXPECT_EQ(rowsWithoutTimes(killed), rowsWithoutTimes(straight));
    for (const char* file : {"policy.safetensors", "value.safetensors", "optimizer.safetensors"}) {
        EXPECT_EQ(sha256OfFile(killed.newestCheckpoint().value() / file), sha256OfFile(straight.newestCheckpoint().value() / file))
            << file;
    }
    const std::vector<SampleClip> clips = killed.listSamples();
    const std::vector<SampleClip> expected = straight.listSamples();
    ASSERT_EQ(clips.size(), 6U) << "two prompts at steps 0, 3 and 6";
    for (std::size_t i = 0; i < clips.size(); ++i) {
        EXPECT_EQ(clips[i].record.value().sha256, expected.at(i).record.value().sha256);
    }
}

TEST(FinetuneTask, measuresBothTermsWhateverIsLearnedFrom) {
    const TemporaryFolder folder;
    FinetuneConfig config = smallRun(folder.path(), "run");
    config.recipe.steps = 1;
    config.recipe.rewardWeights = {{"quality", 1.0}};
    ASSERT_EQ(outcomeOf(config).message, "");
    const fs::path run = config.runFolder;
    EXPECT_NEAR(metricAt(run, 1, "objective/scores"), (metricAt(run, 1, "rewards/quality/mean") - 1.0) / 4.0, 1e-9);
    EXPECT_LE(std::abs(metricAt(run, 1, "rewards/mulan/mean")), 1.0);
}

TEST(FinetuneTask, startsFromACheckpointAndMeasuresTheDivergenceFromIt) {
    const TemporaryFolder folder;
    ASSERT_EQ(outcomeOf(smallRun(folder.path(), "first")).message, "");
    FinetuneConfig second = smallRun(folder.path(), "second");
    second.recipe.checkpoint = (folder / "first" / "checkpoints" / "step-00000006").string();
    second.recipe.steps = 2;
    ASSERT_EQ(outcomeOf(second).message, "");
    EXPECT_GT(metricAt(folder / "first", 6, "objective/kl"), 0.0);
    EXPECT_EQ(metricAt(folder / "second", 0, "heldout/scores"), metricAt(folder / "first", 6, "heldout/scores"))
        << "the same clips for the same prompts and seeds";
    EXPECT_EQ(metricAt(folder / "second", 1, "objective/kl"), 0.0);
}

TEST(FinetuneTask, startsFromTheSelectedCheckpointOfARun) {
    const TemporaryFolder folder;
    FinetuneConfig first = smallRun(folder.path(), "first");
    first.recipe.checkpointEvery = 4;
    first.recipe.selection = 3;
    ASSERT_EQ(outcomeOf(first).message, "");
    FinetuneConfig second = smallRun(folder.path(), "second");
    second.recipe.checkpoint = (folder / "first").string();
    second.recipe.after = "first";
    second.recipe.steps = 1;
    ASSERT_EQ(outcomeOf(second).message, "");
    EXPECT_EQ(RunDirectory::open(folder / "second").recipe().checkpoint,
              (folder / "first" / "checkpoints" / "step-00000003").string());
    EXPECT_EQ(metricAt(folder / "second", 0, "heldout/scores"), metricAt(folder / "first", 3, "heldout/scores"));
}

TEST(FinetuneTask, holdsTheDivergenceAgainstTheReferenceThatTheRecipeNames) {
    const TemporaryFolder folder;
    ASSERT_EQ(outcomeOf(smallRun(folder.path(), "first")).message, "");
    const auto divergences = [&](const std::string& reference) {
        FinetuneConfig config = smallRun(folder.path(), fs::path(reference).filename().string());
        config.recipe.checkpoint = (folder / "first").string();
        config.recipe.reference = reference;
        config.recipe.steps = 1;
        EXPECT_EQ(outcomeOf(config).message, "");
        return std::pair(metricAt(config.runFolder, 1, "objective/kl"), metricAt(config.runFolder, 1, "objective/kl_base"));
    };
    const auto [fromStart, fromBase] = divergences("start");
    EXPECT_EQ(fromStart, 0.0);
    EXPECT_GT(fromBase, 0.0);
    EXPECT_EQ(divergences("base"), std::pair(fromBase, fromBase));
    const auto [fromEarlier, fromBaseToo] = divergences((folder / "first" / "checkpoints" / "step-00000002").string());
    EXPECT_GT(fromEarlier, 0.0);
    EXPECT_NE(fromEarlier, fromBase);
    EXPECT_EQ(fromBaseToo, fromBase);
}

TEST(FinetuneTask, refusesAFolderThatHoldsARun) {
    const TemporaryFolder folder;
    FinetuneConfig config = smallRun(folder.path(), "run");
    config.recipe.steps = 1;
    ASSERT_EQ(outcomeOf(config).message, "");
    const JobOutcome outcome = outcomeOf(config);
    EXPECT_EQ(outcome.kind, ErrorKind::BadInput);
    EXPECT_NE(outcome.message.find("already holds a run"), std::string::npos) << outcome.message;
}

TEST(FinetuneTask, refusesToResumeWhereThereIsNoRun) {
    const TemporaryFolder folder;
    FinetuneConfig config;
    config.runFolder = folder / "nothing";
    config.resume = true;
    EXPECT_EQ(outcomeOf(config).kind, ErrorKind::NotFound);
}

TEST(FinetuneTask, leavesNothingBehindWhenItCannotStart) {
    const TemporaryFolder folder;
    FinetuneConfig tooLong = smallRun(folder.path(), "run");
    tooLong.recipe.clipSeconds = 11.0;
    EXPECT_EQ(outcomeOf(tooLong).kind, ErrorKind::BadInput);
    FinetuneConfig unknownModel = smallRun(folder.path(), "run");
    unknownModel.recipe.model = "no-such-model";
    EXPECT_EQ(outcomeOf(unknownModel).kind, ErrorKind::NotFound);
    FinetuneConfig noPrompts = smallRun(folder.path(), "run");
    noPrompts.recipe.prompts = (folder / "missing.txt").string();
    EXPECT_EQ(outcomeOf(noPrompts).kind, ErrorKind::NotFound);
    FinetuneConfig noStart = smallRun(folder.path(), "run");
    noStart.recipe.name = "ru";
    noStart.recipe.after = "r";
    EXPECT_EQ(outcomeOf(noStart).message,
              "The recipe ru starts from a run of the recipe r: name the folder of one (--checkpoint runs/r).");
    FinetuneConfig noTaste = smallRun(folder.path(), "run");
    noTaste.recipe.name = "u";
    noTaste.recipe.rewardWeights = {{"preference", 1.0}};
    EXPECT_NE(outcomeOf(noTaste).message.find("The recipe u learns from a preference model, and the model"), std::string::npos);
    EXPECT_FALSE(fs::exists(folder / "run"));
}

/// As torchrun starts it.
JobOutcome outcomeAsMember(const GroupMembership& member, FinetuneConfig config) {
    const std::map<std::string, std::string> variables = {{"RANK", std::to_string(member.rank)},
                                                          {"WORLD_SIZE", std::to_string(member.size)},
                                                          {"MASTER_ADDR", member.address},
                                                          {"MASTER_PORT", std::to_string(member.port)}};
    for (const auto& [name, value] : variables) {
        ::setenv(name.c_str(), value.c_str(), 1);
    }
    JobOutcome outcome = outcomeOf(std::move(config));
    for (const auto& [name, ignored] : variables) {
        ::unsetenv(name.c_str());
    }
    return outcome;
}

TEST(FinetuneTask, trainsInTheProcessesOfALauncherIntoOneRun) {
    const TemporaryFolder folder;
    FinetuneConfig config = smallRun(folder.path(), "run");
    config.recipe.batchClips = 4;
    config.recipe.steps = 2;
    bool here = false;
    const auto trains = [&](const GroupMembership& member) {
        return outcomeAsMember(member, config).ending == JobEnding::Succeeded;
    };
    EXPECT_EQ(inTwoProcesses(trains, here), 0);
    EXPECT_TRUE(here);
    EXPECT_EQ(readMetricRows(folder / "run/metrics.jsonl").size(), 3U);
}

TEST(FinetuneTask, refusesStoredPairsInSeveralProcesses) {
    const TemporaryFolder folder;
    FinetuneConfig config = smallRun(folder.path(), "run");
    config.recipe.algorithm = Algorithm::Dpo;
    bool here = false;
    const auto isRefused = [&](const GroupMembership& member) {
        return outcomeAsMember(member, config).message.find("works in one process") != std::string::npos;
    };
    EXPECT_EQ(inTwoProcesses(isRefused, here), 0);
    EXPECT_TRUE(here);
    EXPECT_FALSE(fs::exists(folder / "run"));
}

}  // namespace
}  // namespace musicrl
