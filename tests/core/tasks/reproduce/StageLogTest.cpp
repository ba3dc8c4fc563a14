// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TemporaryFolder.h"
#include "tasks/reproduce/StageLog.h"

#include <chrono>
#include <gtest/gtest.h>
#include <thread>

namespace musicrl {
namespace {

TEST(StageLog, doesAStageOnceAndRemembersItsResult) {
    const TemporaryFolder folder;
    int times = 0;
    const auto work = [&](const JobContext& context) {
        context.publish(Progress{0, 1, "working"});
        return Json{{"times", ++times}};
    };
    EXPECT_EQ(StageLog(folder / "stages").run("rollouts", work, JobContext()).result.at("times"), 1);
    const StageRecord again = StageLog(folder / "stages").run("rollouts", work, JobContext());
    EXPECT_EQ(again.result.at("times"), 1);
    EXPECT_EQ(times, 1);
    EXPECT_EQ(again.sessions, 1);
    EXPECT_GT(again.peakMemoryBytes, 0);
    EXPECT_FALSE(StageLog(folder / "stages").find("pairs").has_value());
}

TEST(StageLog, addsTheTimeOfAnInterruptedSession) {
    const TemporaryFolder folder;
    const StageLog log(folder / "stages");
    const auto interrupted = [](const JobContext& context) -> Json {
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        context.publish(Progress{0, 1, "working"});  // the first message is noted at once
        throw JobStopped{};
    };
    EXPECT_THROW((void)log.run("run-r", interrupted, JobContext()), JobStopped);
    EXPECT_FALSE(log.find("run-r").has_value());
    const StageRecord record = log.run(
        "run-r", [](const JobContext&) { return Json(); }, JobContext());
    EXPECT_EQ(record.sessions, 2);
    EXPECT_GE(record.seconds, 0.03);
    EXPECT_FALSE(std::filesystem::exists(folder / "stages/run-r.unfinished.json"));
}

}  // namespace
}  // namespace musicrl
