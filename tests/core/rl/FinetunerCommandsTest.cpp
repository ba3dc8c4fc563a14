// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Finetuner.h"

#include "base/Error.h"
#include "job/runJob.h"
#include "run/MetricsLog.h"
#include "support/RunReading.h"
#include "support/TemporaryFolder.h"
#include "support/ToyRun.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

TEST(Finetuner, obeysCommandsBetweenStepsAndWritesThemDown) {
    const TemporaryFolder folder;
    const RunDirectory run = RunDirectory::create(folder / "run", toyRecipe());
    int calls = 0;
    JobContext context;
    context.onTakeCommands([&]() -> std::vector<Command> {
        switch (++calls) {
            case 2:
                return {{"set", {{"alpha", 0.5}, {"weights", {{"mulan", 2.0}}}}}, {"checkpoint", Json::object()}};
            case 3:
                return {{"pause", Json::object()}};
            case 5:
                return {{"resume", Json::object()}, {"set", {{"alpha", 7.0}}}, {"dance", Json::object()}};
            default:
                return {};
        }
    });
    ToyRun().run(run, context);
    EXPECT_EQ(calls, 6 + 2) << "once a step, and twice while paused";
    const std::vector<MetricRow> rows = readMetricRows(run.metricsPath());
    EXPECT_EQ(rows.at(1).values.at("objective/alpha"), 0.01);
    EXPECT_EQ(rows.at(2).values.at("objective/alpha"), 0.5);
    EXPECT_EQ(rows.at(6).values.at("objective/alpha"), 0.5) << "7 is no alpha";
    EXPECT_NEAR(rows.at(6).values.at("objective/scores").get<double>(),
                2.0 * rows.at(6).values.at("rewards/mulan/mean").get<double>(), 1e-12);
    EXPECT_EQ(run.checkpoints().front().step, 1);
    for (const char* event : {"set", "checkpoint", "pause", "resume", "refused", "finished"}) {
        EXPECT_TRUE(hasEvent(run, event)) << event;
    }
}

TEST(Finetuner, goesOnWhenACommandAsksForARewardThatIsNotThere) {
    const TemporaryFolder folder;
    ToyRun setting;
    setting.reward = [](const std::map<std::string, double>& weights) {
        if (weights.contains("preference")) {
            throw Error(ErrorKind::NotFound, "There is no preference model.");
        }
        return countZeros(weights);
    };
    const RunDirectory run = RunDirectory::create(folder / "run", toyRecipe());
    JobContext context;
    int calls = 0;
    context.onTakeCommands([&]() -> std::vector<Command> {
        return ++calls == 2 ? std::vector<Command>{{"set", {{"weights", {{"preference", 1.0}}}}}} : std::vector<Command>();
    });
    setting.run(run, context);
    EXPECT_TRUE(hasEvent(run, "refused"));
    EXPECT_TRUE(hasEvent(run, "finished"));
}

TEST(Finetuner, keepsChangedWeightsAcrossAResume) {
    const TemporaryFolder folder;
    const ToyRun setting;
    const RunDirectory run = RunDirectory::create(folder / "run", toyRecipe());
    std::stop_source stop;
    JobContext context(stop.get_token(), [&](const JobMessage& message) {
        if (isRow(message, 3)) {
            stop.request_stop();
        }
    });
    context.onTakeCommands([]() -> std::vector<Command> { return {{"set", {{"weights", {{"mulan", 3.0}}}}}}; });
    EXPECT_EQ(runJob([&](const JobContext& inner) { setting.run(run, inner); }, context).ending, JobEnding::Stopped);
    setting.resume(run);
    const MetricRow last = readMetricRows(run.metricsPath()).back();
    EXPECT_NEAR(last.values.at("objective/scores").get<double>(), 3.0 * last.values.at("rewards/mulan/mean").get<double>(),
                1e-12);
}

}  // namespace
}  // namespace musicrl
