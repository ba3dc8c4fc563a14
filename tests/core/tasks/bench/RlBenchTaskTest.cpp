// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/runJob.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"
#include "tasks/RlBenchTask.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

TEST(RlBenchTask, tellsTimesRatioOperationsAndMemory) {
    const TemporaryFolder folder;
    writeTinyModel(folder / "model");
    RlBenchConfig config{.recipe = {}, .repeats = 2};
    config.recipe.model = (folder / "model").string();
    config.recipe.batchClips = 2;
    config.recipe.clipSeconds = 1.0;
    config.recipe.device = "cpu";
    Json result;
    const JobContext context({}, [&](const JobMessage& message) {
        if (const auto* row = std::get_if<ResultRow>(&message)) {
            result = row->values;
        }
    });
    ASSERT_EQ(runJob(makeRlBenchJob(config), context).message, "");
    for (const char* phase : {"rollout", "reward", "update", "step"}) {
        EXPECT_GT(result.at("ours").at(phase).get<double>(), 0.0);
        EXPECT_GT(result.at("plain").at(phase).get<double>(), 0.0);
        EXPECT_GT(result.at("ours_cpu").at(phase).get<double>(), 0.0);
        EXPECT_GT(result.at("gflop").at(phase).get<double>(), 0.0) << phase;
        EXPECT_GT(result.at("bound_share").at(phase).get<double>(), 0.0);
    }
    EXPECT_EQ(result.at("settings").at("tokens"), 2 * 25 * 5);
    EXPECT_GT(result.at("ratio").at("step").get<double>(), 0.0);
    EXPECT_GE(result.at("memory_mb").at("peak").get<double>(), result.at("memory_mb").at("before").get<double>());
}

}  // namespace
}  // namespace musicrl
