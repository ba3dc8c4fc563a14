// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/RunDirectory.h"

#include "run/MetricsLog.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

void writeCheckpoint(const RunDirectory& run, std::int64_t step, const std::string& content) {
    CheckpointWriter writer = run.beginCheckpoint(step);
    std::ofstream(writer.folder() / "state.json") << content;
    writer.commit();
}

std::vector<std::int64_t> checkpointSteps(const RunDirectory& run) {
    std::vector<std::int64_t> steps;
    for (const Checkpoint& checkpoint : run.checkpoints()) {
        steps.push_back(checkpoint.step);
    }
    return steps;
}

using Steps = std::vector<std::int64_t>;

TEST(RunDirectory, opensWithTheRecipeItWasMadeWith) {
    const TemporaryFolder folder;
    Recipe recipe;
    recipe.alpha = 0.05;
    EXPECT_FALSE(RunDirectory::exists(folder / "run"));
    (void)RunDirectory::create(folder / "run", recipe);
    EXPECT_EQ(RunDirectory::open(folder / "run").recipe().alpha, 0.05);
    expectError(ErrorKind::BadInput, "already holds a run", [&] { (void)RunDirectory::create(folder / "run", recipe); });
    expectError(ErrorKind::NotFound, "holds no run", [&] { (void)RunDirectory::open(folder / "other"); });
}

TEST(RunDirectory, writesEventsWithTheirTime) {
    const TemporaryFolder folder;
    const RunDirectory run = RunDirectory::create(folder / "run", {});
    run.appendEvent({{"event", "pause"}, {"step", 3}});
    run.appendEvent({{"event", "resume"}});
    const auto events = run.events();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0]["event"], "pause");
    EXPECT_EQ(events[0].begin().key(), "time");
    EXPECT_EQ(events[0]["time"].get<std::string>().size(), 20U);
}

TEST(CheckpointWriter, showsACheckpointOnlyWhenItIsWhole) {
    const TemporaryFolder folder;
    const RunDirectory run = RunDirectory::create(folder / "run", {});
    EXPECT_EQ(run.newestCheckpoint(), std::nullopt);
    {
        const CheckpointWriter unfinished = run.beginCheckpoint(10);
        std::ofstream(unfinished.folder() / "state.json") << "half";
        EXPECT_TRUE(run.checkpoints().empty());
    }
    EXPECT_TRUE(std::filesystem::is_empty(run.checkpointsFolder()));
    writeCheckpoint(run, 20, "a");
    writeCheckpoint(run, 100, "b");
    EXPECT_EQ(checkpointSteps(run), (Steps{20, 100}));
    EXPECT_EQ(run.newestCheckpoint(), run.folder() / "checkpoints" / "step-00000100");
    EXPECT_EQ(*run.newestCheckpoint(), run.checkpointFolder(100));
}

TEST(CheckpointWriter, replacesOneOfTheSameStep) {
    const TemporaryFolder folder;
    const RunDirectory run = RunDirectory::create(folder / "run", {});
    writeCheckpoint(run, 20, "old");
    writeCheckpoint(run, 20, "new");
    EXPECT_EQ(contentOf(run.checkpointFolder(20) / "state.json"), "new");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(run.checkpointsFolder()), {}), 1);
}

TEST(StepFolderName, comesBackAsItsStep) {
    EXPECT_EQ(stepFolderName(1000), "step-00001000");
    EXPECT_EQ(stepFromFolderName("step-00001000"), 1000);
    EXPECT_EQ(stepFromFolderName(stepFolderName(123456789012)), 123456789012);
    for (const char* other : {"step-12", "step-0000100x", ".step-00001000.part", "samples", "step--0000001"}) {
        EXPECT_EQ(stepFromFolderName(other), std::nullopt) << other;
    }
}

TEST(RunDirectory, listsSamplesWithTheirRecords) {
    const TemporaryFolder folder;
    const RunDirectory run = RunDirectory::create(folder / "run", {});
    for (const std::int64_t step : {20, 0}) {
        std::filesystem::create_directories(run.sampleFolder(step));
        for (const char* name : {"b.flac", "a.flac", ".a.part-1-2.flac"}) {
            std::ofstream(run.sampleFolder(step) / name) << "sound";
        }
    }
    ClipRecord record;
    record.recipe.prompt.text = "slow piano";
    writeClipRecord(run.sampleFolder(20) / "a.flac", record);
    const auto samples = run.listSamples();
    ASSERT_EQ(samples.size(), 4U);
    EXPECT_EQ(samples[0].step, 0);
    EXPECT_EQ(samples[0].promptId, "a");
    EXPECT_FALSE(samples[0].record.has_value());
    EXPECT_EQ(samples[2].step, 20);
    ASSERT_TRUE(samples[2].record.has_value());
    EXPECT_EQ(samples[2].record->recipe.prompt.text, "slow piano");
}

TEST(RunDirectory, goesBackToACheckpoint) {
    const TemporaryFolder folder;
    const RunDirectory run = RunDirectory::create(folder / "run", {});
    for (std::int64_t step = 1; step <= 5; ++step) {
        run.appendMetrics({step, {{"objective/kl", 0.1}}});
    }
    for (const std::int64_t step : {2, 4}) {
        writeCheckpoint(run, step, "x");
        std::filesystem::create_directories(run.sampleFolder(step));
    }
    std::filesystem::create_directories(run.checkpointsFolder() / ".step-00000005.part");
    run.goBackTo(2);
    EXPECT_EQ(checkpointSteps(run), (Steps{2}));
    EXPECT_EQ(readMetricRows(run.metricsPath()).size(), 2U);
    EXPECT_EQ(readMetricRows(run.cutMetricsPath()).size(), 3U);
    EXPECT_FALSE(std::filesystem::exists(run.sampleFolder(4)));
    EXPECT_TRUE(std::filesystem::exists(run.sampleFolder(2)));
    EXPECT_FALSE(std::filesystem::exists(run.checkpointsFolder() / ".step-00000005.part"));
}

}  // namespace
}  // namespace musicrl
