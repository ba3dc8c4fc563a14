// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/AtomicFile.h"
#include "base/Error.h"
#include "job/runJob.h"
#include "support/ExpectError.h"
#include "support/ForkedGroup.h"
#include "support/TemporaryFolder.h"
#include "support/ToyRun.h"
#include "tensor/WeightsFile.h"

#include <array>
#include <chrono>
#include <cmath>
#include <gtest/gtest.h>
#include <thread>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// Sums of other orders: what two processes may differ by from one, relative to 1 or the value. Adam makes much of a
/// gradient that is nothing but rounding, so later rows differ by more than the first.
constexpr double firstTolerance = 1e-5;
constexpr double tolerance = 1e-3;

Recipe calmRecipe() {
    Recipe recipe = toyRecipe();
    recipe.valueLearningRate = 1e-3;
    return recipe;
}

Recipe recipeOf(Algorithm algorithm) {
    Recipe recipe = calmRecipe();
    recipe.algorithm = algorithm;
    recipe.clipsPerPrompt = 2;
    recipe.klInReturn = algorithm == Algorithm::Grpo;
    recipe.klControl = algorithm == Algorithm::Rloo ? KlControl::Adaptive : KlControl::Fixed;
    recipe.ppo.whitenAdvantages = true;
    return recipe;
}

/// The first process makes the run, both take part.
bool trainTogether(const GroupMembership& membership, const fs::path& folder, const Recipe& recipe, bool resume = false,
                   const JobContext& context = {}) {
    ToyRun toy;
    toy.group = ProcessGroup(membership);
    if (toy.group.isFirst() && !resume) {
        (void)RunDirectory::create(folder, recipe);
    }
    toy.group.wait();
    const RunDirectory run = RunDirectory::open(folder);
    const JobOutcome outcome = runJob([&](const JobContext& inner) { resume ? toy.resume(run, inner) : toy.run(run, inner); }, context);
    return outcome.ending == (context.stopRequested() ? JobEnding::Stopped : JobEnding::Succeeded);
}

void expectNear(const Json& one, const Json& two, double allowed, const std::string& where) {
    ASSERT_EQ(one.size(), two.size()) << where;
    for (const auto& [name, value] : one.items()) {
        if (name.rfind("time/", 0) == 0 || !value.is_number()) {
            continue;
        }
        ASSERT_TRUE(two.contains(name)) << name;
        const double expected = value.get<double>();
        EXPECT_NEAR(two.at(name).get<double>(), expected, allowed * std::max(1.0, std::abs(expected))) << name << " " << where;
    }
}

void expectSameWithinTolerance(const RunDirectory& one, const RunDirectory& two) {
    const std::vector<MetricRow> rows = readMetricRows(one.metricsPath());
    const std::vector<MetricRow> others = readMetricRows(two.metricsPath());
    ASSERT_EQ(rows.size(), others.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        expectNear(rows[i].values, others[i].values, i < 2 ? firstTolerance : tolerance, "in row " + std::to_string(i));
    }
    const NamedTensors weights = readWeights(one.newestCheckpoint().value() / "policy.safetensors");
    const NamedTensors otherWeights = readWeights(two.newestCheckpoint().value() / "policy.safetensors");
    for (const auto& [name, weight] : weights) {
        EXPECT_TRUE(torch::allclose(weight, otherWeights.at(name), tolerance, tolerance)) << name;
    }
}

std::string nameOf(const testing::TestParamInfo<Algorithm>& algorithm) {
    constexpr std::array<const char*, 4> names = {"reinforce", "ppo", "rloo", "grpo"};
    return names.at(static_cast<std::size_t>(algorithm.param));
}

class SharedTrainingBy : public testing::TestWithParam<Algorithm> {};

TEST_P(SharedTrainingBy, tellsTheSameAsOneProcessWithTheWholeBatch) {
    const TemporaryFolder folder;
    const Recipe recipe = recipeOf(GetParam());
    bool here = false;
    EXPECT_EQ(inTwoProcesses([&](const GroupMembership& member) { return trainTogether(member, folder / "two", recipe); }, here), 0);
    EXPECT_TRUE(here);
    const RunDirectory one = RunDirectory::create(folder / "one", recipe);
    ToyRun().run(one);
    expectSameWithinTolerance(one, RunDirectory::open(folder / "two"));
}

INSTANTIATE_TEST_SUITE_P(Algorithms, SharedTrainingBy,
                         testing::Values(Algorithm::Reinforce, Algorithm::Ppo, Algorithm::Rloo, Algorithm::Grpo), nameOf);

TEST(SharedTraining, goesOnAfterAStopOfOneOfTheProcesses) {
    const TemporaryFolder folder;
    const Recipe recipe = calmRecipe();
    bool here = false;
    const auto stopEarly = [&](const GroupMembership& member) {
        std::stop_source stop;
        if (member.rank == 1) {
            stop.request_stop();  // before its first step
        }
        const bool asExpected = trainTogether(member, folder / "two", recipe, false, JobContext(stop.get_token(), {}));
        return asExpected != (member.rank == 0);  // the first one had not been asked to stop, and did
    };
    EXPECT_EQ(inTwoProcesses(stopEarly, here), 0);
    EXPECT_TRUE(here);
    EXPECT_EQ(inTwoProcesses([&](const GroupMembership& member) { return trainTogether(member, folder / "two", recipe, true); }, here), 0);
    EXPECT_TRUE(here);
    const RunDirectory one = RunDirectory::create(folder / "one", recipe);
    ToyRun().run(one);
    expectSameWithinTolerance(one, RunDirectory::open(folder / "two"));
}

TEST(SharedTraining, theDeathOfAProcessIsAClearErrorAndTheCheckpointIsUsable) {
    const TemporaryFolder folder;
    Recipe recipe = toyRecipe();
    bool here = false;
    const auto dieAfterThreeSteps = [&](const GroupMembership& member) {
        ToyRun toy;
        toy.group = ProcessGroup(member);
        if (member.rank == 0) {
            (void)RunDirectory::create(folder / "run", recipe);
        }
        toy.group.wait();
        const RunDirectory run = RunDirectory::open(folder / "run");
        int steps = 0;
        toy.reward = [&](const auto& weights) { return countZeros(weights); };
        if (member.rank == 1) {
            JobContext context;
            context.onYield([&] {
                if (++steps == 4) {
                    _exit(3);
                }
            });
            toy.run(run, context);
            return true;
        }
        expectError(ErrorKind::Unavailable, "no longer answers", [&] { toy.run(run); });
        return true;
    };
    EXPECT_EQ(inTwoProcesses(dieAfterThreeSteps, here), 3);
    EXPECT_TRUE(here);
    const RunDirectory run = RunDirectory::open(folder / "run");
    ToyRun().resume(run);
    EXPECT_EQ(readMetricRows(run.metricsPath()).back().step, recipe.steps);
}

/// Both processes must refuse the recipe, in words that hold \p part.
void expectRefused(const Recipe& recipe, const std::string& part) {
    const TemporaryFolder folder;
    bool here = false;
    const auto refused = [&](const GroupMembership& member) {
        ToyRun toy;
        toy.group = ProcessGroup(member);
        toy.group.wait();  // one that leaves takes the meeting place with it
        const RunDirectory run = RunDirectory::create(folder / ("run" + std::to_string(member.rank)), recipe);
        expectError(ErrorKind::BadInput, part, [&] { (void)toy.finetuner(run); });
        return !testing::Test::HasFailure();
    };
    EXPECT_EQ(inTwoProcesses(refused, here), 0);
    EXPECT_TRUE(here);
}

TEST(SharedTraining, refusesABatchThatCannotBePartedEvenly) {
    Recipe recipe = toyRecipe();
    recipe.batchClips = 5;
    expectRefused(recipe, "a multiple of 2");
}

TEST(SharedTraining, refusesMoreMinibatchesThanAProcessHasClips) {
    Recipe recipe = recipeOf(Algorithm::Ppo);
    recipe.ppo.minibatches = 3;
    expectRefused(recipe, "\"minibatches\"");
}

TEST(SharedTraining, noneLeavesAStopBeforeTheFirstHasItsCheckpoint) {
    const TemporaryFolder folder;
    bool here = false;
    const auto stopEarly = [&](const GroupMembership& member) {
        std::stop_source stop;
        const JobContext context(stop.get_token(), [&](const JobMessage& message) {
            const auto* row = std::get_if<MetricRow>(&message);
            const auto* file = std::get_if<FileWritten>(&message);
            if (row != nullptr && row->step == 3) {
                stop.request_stop();
            } else if (file != nullptr && file->kind == "checkpoint" && stop.stop_requested()) {
                std::this_thread::sleep_for(std::chrono::milliseconds(300));  // as a large checkpoint takes
                writeJsonFile(folder / "written.json", Json::object());
            }
        });
        const bool asExpected = trainTogether(member, folder / "run", calmRecipe(), false, context);
        return asExpected == (member.rank == 0) && fs::exists(folder / "written.json");
    };
    EXPECT_EQ(inTwoProcesses(stopEarly, here), 0) << "the other one was not asked to stop, and found the file";
    EXPECT_TRUE(here);
}

}  // namespace
}  // namespace musicrl
