// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Finetuner.h"

#include "job/runJob.h"
#include "run/MetricsLog.h"
#include "support/CountingReward.h"
#include "support/RunReading.h"
#include "support/TemporaryFolder.h"
#include "support/ToyRun.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// What a reward that can be cheated looks like: the trained term counts one code, and another one, which nobody trains
/// on, counts what it displaces.
class CheatedReward final : public RewardModel {
public:
    /// \param follows  the second term goes with the first instead: nothing is wrong
    explicit CheatedReward(bool follows) : follows_(follows) {}
    std::vector<RewardBreakdown> score(std::span<const RewardInput> inputs, const JobContext& context) const override {
        std::vector<RewardBreakdown> result = CountingReward(0).score(inputs, context);
        const std::vector<RewardBreakdown> others = CountingReward(follows_ ? 0 : 1).score(inputs, context);
        for (std::size_t i = 0; i < result.size(); ++i) {
            result[i].terms.push_back({"quality", others[i].total, 0.0, 0.0, {}});
        }
        return result;
    }

private:
    bool follows_;
};

Recipe watchedRecipe() {
    Recipe recipe = toyRecipe();
    recipe.steps = 40;
    recipe.batchClips = 16;
    recipe.alpha = 0.001;
    recipe.sampleEvery = 40;
    recipe.checkpointEvery = 10;
    AlarmSettings& alarms = recipe.alarms;
    alarms.window = 5;
    for (double* limit : {&alarms.rewardSpread, &alarms.componentShare, &alarms.levelDb, &alarms.silence, &alarms.length,
                          &alarms.repetition, &alarms.diversity, &alarms.duplicates, &alarms.klBudgetNats}) {
        *limit = 0.0;  // three codes and twenty tokens are soon alike
    }
    return recipe;
}

std::vector<Json> alarmsOf(const RunDirectory& run) {
    std::vector<Json> alarms;
    for (Json event : run.events()) {
        if (event.at("event") == "alarm") {
            event.erase("time");
            alarms.push_back(std::move(event));
        }
    }
    return alarms;
}

TEST(Finetuner, raisesAnAlarmWithItsProofWhenAHeldOutRewardIsSacrificed) {
    const TemporaryFolder folder;
    ToyRun setting;
    setting.reward = [](const auto&) { return std::make_unique<CheatedReward>(false); };
    const RunDirectory run = RunDirectory::create(folder / "run", watchedRecipe());
    std::vector<Json> published;
    setting.run(run, JobContext({}, [&](const JobMessage& message) {
        if (const auto* result = std::get_if<ResultRow>(&message); result != nullptr && result->kind == "alarm") {
            published.push_back(result->values);
        }
    }));
    const std::vector<Json> alarms = alarmsOf(run);
    ASSERT_FALSE(alarms.empty());
    const Json& alarm = alarms.front();
    EXPECT_EQ(alarm.at("alarm"), "held_out_falls");
    EXPECT_LT(alarm.at("numbers").at("now").get<double>(), alarm.at("numbers").at("first").get<double>());
    EXPECT_GT(alarm.at("numbers").at("trained_now").get<double>(), alarm.at("numbers").at("trained_first").get<double>());
    const std::int64_t step = alarm.at("step").get<std::int64_t>();
    EXPECT_TRUE(step >= 10 && step < 40) << step;
    ASSERT_EQ(alarm.at("clips").size(), 2U);
    for (const Json& clip : alarm.at("clips")) {
        EXPECT_EQ(clip.at("measure"), "quality");
        EXPECT_EQ(fs::path(clip.at("now").get<std::string>()).parent_path().filename(), stepFolderName(step));
        EXPECT_TRUE(fs::exists(run.folder() / clip.at("now").get<std::string>()));
        EXPECT_TRUE(fs::exists(run.folder() / clip.at("before").get<std::string>()));
    }
    ASSERT_EQ(published.size(), alarms.size());
    EXPECT_EQ(published.front().at("message"), alarm.at("message"));
    EXPECT_EQ(published.front().at("clips"), alarm.at("clips"));
}

TEST(Finetuner, raisesNoAlarmWhileTheHeldOutRewardGainsAsWell) {
    const TemporaryFolder folder;
    ToyRun setting;
    setting.reward = [](const auto&) { return std::make_unique<CheatedReward>(true); };
    const RunDirectory run = RunDirectory::create(folder / "run", watchedRecipe());
    setting.run(run);
    EXPECT_TRUE(alarmsOf(run).empty()) << alarmsOf(run).front();
    EXPECT_TRUE(hasEvent(run, "finished"));
}

TEST(Finetuner, endsWithACheckpointOnAnAlarmThatItsRecipeStopsOnAndGoesOnWhenAskedTo) {
    const TemporaryFolder folder;
    ToyRun setting;
    setting.reward = [](const auto&) { return std::make_unique<CheatedReward>(false); };
    const RunDirectory free = RunDirectory::create(folder / "free", watchedRecipe());
    setting.run(free);
    Recipe recipe = watchedRecipe();
    recipe.alarms.stopOn = {"held_out_falls"};
    const RunDirectory run = RunDirectory::create(folder / "run", recipe);
    const JobOutcome outcome = runJob([&](const JobContext& context) { setting.run(run, context); }, JobContext());
    EXPECT_EQ(outcome.ending, JobEnding::Stopped);
    ASSERT_EQ(alarmsOf(run).size(), 1U);
    EXPECT_EQ(alarmsOf(run).front(), alarmsOf(free).front());
    const std::int64_t step = alarmsOf(run).front().at("step").get<std::int64_t>();
    EXPECT_EQ(run.checkpoints().back().step, step);
    EXPECT_EQ(readMetricRows(run.metricsPath()).back().step, step);
    EXPECT_EQ(run.events().back().at("alarm"), "held_out_falls");
    setting.resume(run);
    EXPECT_TRUE(hasEvent(run, "finished"));
    EXPECT_EQ(rowsOf(run), rowsOf(free)) << "the run that did not stop";
    EXPECT_EQ(alarmsOf(run), alarmsOf(free));
}

TEST(Finetuner, raisesTheSameAlarmsAfterAStopAndAResume) {
    const TemporaryFolder folder;
    ToyRun setting;
    setting.reward = [](const auto&) { return std::make_unique<CheatedReward>(false); };
    const RunDirectory straight = RunDirectory::create(folder / "straight", watchedRecipe());
    setting.run(straight);
    const RunDirectory stopped = RunDirectory::create(folder / "stopped", watchedRecipe());
    (void)runAndStop(setting, stopped, [](const JobMessage& message) { return isRow(message, 7); });
    setting.resume(stopped);
    EXPECT_EQ(alarmsOf(stopped), alarmsOf(straight));
    EXPECT_FALSE(alarmsOf(straight).empty());
}

}  // namespace
}  // namespace musicrl
