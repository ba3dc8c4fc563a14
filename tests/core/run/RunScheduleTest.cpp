// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/RunSchedule.h"

#include <gtest/gtest.h>
#include <vector>

namespace musicrl {
namespace {

TEST(RunSchedule, comesEverySoManyStepsAtTheSelectedOneAndAtTheEnd) {
    Recipe recipe;
    recipe.steps = 25;
    recipe.checkpointEvery = 10;
    recipe.selection = 13;
    recipe.sampleEvery = 12;
    std::vector<std::int64_t> checkpoints;
    std::vector<std::int64_t> samples;
    for (std::int64_t step = 1; step <= recipe.steps; ++step) {
        if (isCheckpointDue(recipe, step)) {
            checkpoints.push_back(step);
        }
        if (isSampleDue(recipe, step)) {
            samples.push_back(step);
        }
    }
    EXPECT_EQ(checkpoints, (std::vector<std::int64_t>{10, 13, 20, 25}));
    EXPECT_EQ(samples, (std::vector<std::int64_t>{12, 24, 25}));
}

}  // namespace
}  // namespace musicrl
