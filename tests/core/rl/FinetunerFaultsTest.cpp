// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Finetuner.h"

#include "job/runJob.h"
#include "run/MetricsLog.h"
#include "support/CountingReward.h"
#include "support/FaultyPolicy.h"
#include "support/HungryPolicy.h"
#include "support/RunReading.h"
#include "support/TemporaryFolder.h"
#include "support/ToyRun.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace musicrl {
namespace {

/// Not a number for some calls.
class BrokenReward final : public RewardModel {
public:
    BrokenReward(int first, int last) : first_(first), last_(last) {}
    std::vector<RewardBreakdown> score(std::span<const RewardInput> inputs, const JobContext& context) const override {
        std::vector<RewardBreakdown> result = CountingReward(0).score(inputs, context);
        if (++calls_; calls_ >= first_ && calls_ <= last_) {
            result.front().total = std::numeric_limits<double>::quiet_NaN();
        }
        return result;
    }

private:
    int first_;
    int last_;
    mutable int calls_ = 0;
};

TEST(Finetuner, skipsAStepThatIsNotFiniteAndSaysSo) {
    const TemporaryFolder folder;
    ToyRun setting;
    const RunDirectory run = RunDirectory::create(folder / "run", toyRecipe());
    setting.reward = [](const auto&) { return std::make_unique<BrokenReward>(3, 3); };
    setting.run(run);
    const std::vector<MetricRow> rows = readMetricRows(run.metricsPath());
    ASSERT_EQ(rows.size(), 7U);
    EXPECT_EQ(rows.at(1).values.at("train/skipped"), 0);
    EXPECT_EQ(rows.at(2).values.at("train/skipped"), 1);
    EXPECT_EQ(rows.at(6).values.at("train/skipped"), 1);
    EXPECT_TRUE(std::isfinite(rows.at(6).values.at("objective/kl").get<double>()));
    EXPECT_TRUE(hasEvent(run, "skipped"));
}

TEST(Finetuner, skipsAStepWhoseGradientIsNotANumberAndSaysWhich) {
    const TemporaryFolder folder;
    const FaultyPolicy start(3, 4);
    ToyRun setting;
    setting.start = &start;
    const RunDirectory run = RunDirectory::create(folder / "run", toyRecipe());
    setting.run(run);
    EXPECT_EQ(valueOf(run, 3, "train/skipped"), 0.0);
    EXPECT_EQ(valueOf(run, 4, "train/skipped"), 1.0);
    EXPECT_EQ(valueOf(run, 6, "train/skipped"), 1.0);
    EXPECT_TRUE(std::isfinite(valueOf(run, 6, "policy/grad_norm")));
    Json skipped;
    for (const Json& event : run.events()) {
        skipped = event.at("event") == "skipped" ? event : skipped;
    }
    EXPECT_EQ(skipped.at("step"), 4);
    EXPECT_EQ(skipped.at("reason"), "the policy's gradient was not finite");
}

TEST(Finetuner, saysOnceThatItGoesOnInSmallerPasses) {
    const TemporaryFolder folder;
    const HungryPolicy start(3, 2);
    ToyRun setting;
    setting.start = &start;
    const RunDirectory run = RunDirectory::create(folder / "run", toyRecipe());
    setting.run(run);
    std::vector<Json> told;
    for (const Json& event : run.events()) {
        if (event.at("event") == "smaller_passes") {
            told.push_back(event);
        }
    }
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().at("step"), 1);
    EXPECT_EQ(told.front().at("tokens"), 2 * 20);
    EXPECT_EQ(readMetricRows(run.metricsPath()).size(), 7U);
}

TEST(Finetuner, saysSoWhenLookingAtItsSamplesNeedsSmallerPasses) {
    const TemporaryFolder folder;
    const HungryPolicy start(3, 1);
    ToyRun setting;
    setting.start = &start;
    Recipe recipe = toyRecipe();
    recipe.steps = 1;
    const RunDirectory run = RunDirectory::create(folder / "run", recipe);
    setting.run(run);
    const Json first = run.events().front();
    EXPECT_EQ(first.at("event"), "smaller_passes");
    EXPECT_EQ(first.at("step"), 0);
    EXPECT_EQ(first.at("tokens"), 20);
}

TEST(Finetuner, endsAfterFiveStepsInARowThatAreNotFinite) {
    const TemporaryFolder folder;
    ToyRun setting;
    setting.reward = [](const auto&) { return std::make_unique<BrokenReward>(3, 1000); };
    Recipe recipe = toyRecipe();
    recipe.steps = 20;
    const RunDirectory run = RunDirectory::create(folder / "run", recipe);
    const JobOutcome outcome = runJob([&](const JobContext& context) { setting.run(run, context); }, JobContext());
    EXPECT_EQ(outcome.ending, JobEnding::Failed);
    EXPECT_NE(outcome.message.find("ends at step 6, the 5th in a row with values that are not finite"), std::string::npos)
        << outcome.message;
    EXPECT_EQ(readMetricRows(run.metricsPath()).back().step, 6);
    EXPECT_EQ(run.checkpoints().back().step, 4) << "and there is one to start from";
}

}  // namespace
}  // namespace musicrl
