// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Finetuner.h"

#include "job/runJob.h"
#include "support/InheritedFolder.h"
#include "support/RunReading.h"
#include "support/TemporaryFolder.h"
#include "support/ToyRun.h"

#include <csignal>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

TEST(Finetuner, goesOnAfterAStopAsIfThereHadBeenNone) {
    const TemporaryFolder folder;
    const ToyRun setting;
    const RunDirectory straight = RunDirectory::create(folder / "straight", toyRecipe());
    setting.run(straight);
    const RunDirectory stopped = RunDirectory::create(folder / "stopped", toyRecipe());
    const JobOutcome outcome = runAndStop(setting, stopped, [](const JobMessage& message) { return isRow(message, 3); });
    EXPECT_EQ(outcome.ending, JobEnding::Stopped);
    EXPECT_EQ(stopped.checkpoints().back().step, 3);
    setting.resume(stopped);
    expectSameRun(stopped, straight);
}

/// Ends the process the hard way at a moment of the run.
void runAndKill(const fs::path& folder, const std::function<bool(const JobMessage&)>& when) {
    const RunDirectory run = RunDirectory::create(folder, toyRecipe());
    const JobContext context({}, [&](const JobMessage& message) {
        if (when(message)) {
            (void)std::raise(SIGKILL);
        }
    });
    ToyRun().run(run, context);
}

struct KillMoment {
    std::string name;
    std::function<bool(const JobMessage&)> when;
};

class FinetunerKilled : public testing::TestWithParam<KillMoment> {};

TEST_P(FinetunerKilled, goesOnAsIfNothingHadHappened) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    const InheritedFolder folder;
    EXPECT_EXIT(runAndKill(folder / "killed", GetParam().when), testing::KilledBySignal(SIGKILL), "");
    const ToyRun setting;
    const RunDirectory straight = RunDirectory::create(folder / "straight", toyRecipe());
    setting.run(straight);
    const RunDirectory killed = RunDirectory::open(folder / "killed");
    setting.resume(killed);
    expectSameRun(killed, straight);
    EXPECT_EQ(killed.listSamples().size(), straight.listSamples().size());
}

INSTANTIATE_TEST_SUITE_P(
    Moments, FinetunerKilled,
    testing::Values(KillMoment{"beforeAnyCheckpoint", [](const JobMessage& m) { return isRow(m, 1); }},
                    KillMoment{"afterARowBeyondTheCheckpoint", [](const JobMessage& m) { return isRow(m, 5); }},
                    KillMoment{"betweenTwoSamplesOfAStep",
                               [samples = 0](const JobMessage& m) mutable {
                                   const auto* file = std::get_if<FileWritten>(&m);
                                   return file != nullptr && file->kind == "sample" && ++samples == 5;
                               }},
                    KillMoment{"rightAfterACheckpoint",
                               [](const JobMessage& m) {
                                   const auto* file = std::get_if<FileWritten>(&m);
                                   return file != nullptr && file->kind == "checkpoint";
                               }}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace musicrl
