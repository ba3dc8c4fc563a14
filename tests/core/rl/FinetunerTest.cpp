// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Finetuner.h"

#include "base/Error.h"
#include "base/Hash.h"
#include "job/runJob.h"
#include "rl/KlController.h"
#include "rl/ValueNetwork.h"
#include "run/MetricsLog.h"
#include "run/SampleMeasures.h"
#include "run/TokenTrace.h"
#include "support/CountingReward.h"
#include "support/FakeGenerator.h"
#include "support/FaultyPolicy.h"
#include "support/HungryPolicy.h"
#include "support/InheritedFolder.h"
#include "support/TemporaryFolder.h"
#include "support/ToyRun.h"
#include "tensor/WeightsFile.h"

#include <cmath>
#include <csignal>
#include <gtest/gtest.h>
#include <limits>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// Rows without what a clock measured.
std::vector<std::string> rowsOf(const RunDirectory& run) {
    std::vector<std::string> lines;
    for (const MetricRow& row : readMetricRows(run.metricsPath())) {
        Json values = Json::object();
        for (const auto& [name, value] : row.values.items()) {
            if (name.rfind("time/", 0) != 0) {
                values[name] = value;
            }
        }
        lines.push_back(std::to_string(row.step) + " " + values.dump());
    }
    return lines;
}

std::map<std::string, std::string> weightsOf(const RunDirectory& run) {
    std::map<std::string, std::string> hashes;
    for (const char* name : {"policy.safetensors", "value.safetensors", "optimizer.safetensors", "state.json"}) {
        const fs::path file = run.newestCheckpoint().value() / name;
        hashes[name] = fs::exists(file) ? sha256OfFile(file) : "";
    }
    return hashes;
}

double meanOf(const RunDirectory& run, const std::string& name, std::size_t first, std::size_t count) {
    const std::vector<MetricRow> rows = readMetricRows(run.metricsPath());
    double sum = 0.0;
    for (std::size_t i = first; i < first + count; ++i) {
        sum += rows.at(i).values.at(name).get<double>();
    }
    return sum / static_cast<double>(count);
}

double valueOf(const RunDirectory& run, std::size_t row, const std::string& name) {
    return readMetricRows(run.metricsPath()).at(row).values.at(name).get<double>();
}

bool hasEvent(const RunDirectory& run, const std::string& name) {
    for (const Json& event : run.events()) {
        if (event.at("event") == name) {
            return true;
        }
    }
    return false;
}

void expectSameRun(const RunDirectory& run, const RunDirectory& other) {
    EXPECT_EQ(rowsOf(run), rowsOf(other));
    EXPECT_EQ(weightsOf(run), weightsOf(other));
}

/// Runs until \p when says so of a message, and asks for a stop there.
JobOutcome runAndStop(const ToyRun& setting, const RunDirectory& directory, const std::function<bool(const JobMessage&)>& when) {
    std::stop_source stop;
    const JobContext context(stop.get_token(), [&](const JobMessage& message) {
        if (when(message)) {
            stop.request_stop();
        }
    });
    return runJob([&](const JobContext& inner) { setting.run(directory, inner); }, context);
}

bool isRow(const JobMessage& message, std::int64_t step) {
    const auto* row = std::get_if<MetricRow>(&message);
    return row != nullptr && row->step == step;
}

TEST(Finetuner, raisesAToyRewardWhileTheDivergenceGrowsFromZero) {
    const TemporaryFolder folder;
    Recipe recipe = toyRecipe();
    recipe.steps = 60;
    recipe.batchClips = 16;
    recipe.alpha = 0.001;
    recipe.sampleEvery = 60;
    const RunDirectory run = RunDirectory::create(folder / "run", recipe);
    ToyRun().run(run);
    EXPECT_GT(meanOf(run, "objective/scores", 51, 10), meanOf(run, "objective/scores", 1, 10) + 0.15);
    EXPECT_EQ(meanOf(run, "objective/kl", 1, 2), 0.0) << "the value network warms up, then one update is measured before it acts";
    EXPECT_GT(meanOf(run, "objective/kl", 51, 10), 0.5);
}

TEST(Finetuner, staysNearTheReferenceWhenAlphaIsLarge) {
    const TemporaryFolder folder;
    Recipe recipe = toyRecipe();
    recipe.steps = 60;
    recipe.batchClips = 16;
    recipe.alpha = 0.9;
    recipe.sampleEvery = 60;
    const RunDirectory run = RunDirectory::create(folder / "run", recipe);
    ToyRun().run(run);
    EXPECT_LT(meanOf(run, "objective/kl", 51, 10), 0.05);
}

TEST(Finetuner, writesARowAStepAndSamplesWithScores) {
    const TemporaryFolder folder;
    const RunDirectory run = RunDirectory::create(folder / "run", toyRecipe());
    ToyRun().run(run);
    const std::vector<MetricRow> rows = readMetricRows(run.metricsPath());
    ASSERT_EQ(rows.size(), 7U);
    for (const char* name : {"objective/kl", "objective/kl_k1", "objective/kl_k3", "objective/entropy", "objective/scores",
                             "objective/kl_base", "objective/rlhf_reward", "rewards/mulan/mean", "rewards/mulan/std",
                             "rewards/mulan/p90", "rewards/mulan/weighted", "rollouts/diversity", "loss/policy", "loss/kl",
                             "loss/value", "val/explained_variance", "val/explained_variance_first", "policy/grad_norm",
                             "lr", "time/rollout", "time/reward", "time/update", "time/step", "time/samples",
                             "time/tokens_per_second", "num_tokens"}) {
        EXPECT_TRUE(rows[6].values.contains(name)) << name;
    }
    EXPECT_EQ(rows[6].values.at("num_tokens"), 6 * 4 * 20);
    const std::vector<SampleClip> samples = run.listSamples();
    ASSERT_EQ(samples.size(), 4U * 2U) << "steps 0, 2, 4 and 6";
    const ClipRecord& record = samples.back().record.value();
    EXPECT_EQ(record.sha256, sha256OfFile(samples.back().file));
    EXPECT_EQ(record.recipe.checkpoint, "checkpoints/step-00000006");
    double mean = 0.0;
    for (std::size_t i = 6; i < 8; ++i) {
        mean += samples[i].record.value().scores.value().total / 2.0;
    }
    EXPECT_NEAR(rows[6].values.at("heldout/scores").get<double>(), mean, 1e-12);
}

TEST(Finetuner, keepsTheCheckpointThatItsRecipeSelects) {
    const TemporaryFolder folder;
    Recipe recipe = toyRecipe();
    recipe.checkpointEvery = 4;
    recipe.selection = 3;
    const RunDirectory run = RunDirectory::create(folder / "run", recipe);
    ToyRun().run(run);
    EXPECT_TRUE(fs::exists(run.checkpointFolder(3) / "policy.safetensors"));
    EXPECT_FALSE(fs::exists(run.checkpointFolder(2)));
}

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

/// What each algorithm adds to the paper's, in two settings that between them use every option.
struct Variant {
    std::string name;
    std::function<void(Recipe&)> choose;
};

class FinetunerBy : public testing::TestWithParam<Variant> {};

TEST_P(FinetunerBy, raisesAToyReward) {
    const TemporaryFolder folder;
    Recipe recipe = toyRecipe();
    recipe.steps = 40;
    recipe.batchClips = 16;
    recipe.alpha = 0.001;
    recipe.sampleEvery = 40;
    recipe.checkpointEvery = 40;
    GetParam().choose(recipe);
    const RunDirectory run = RunDirectory::create(folder / "run", recipe);
    ToyRun().run(run);
    EXPECT_GT(meanOf(run, "objective/scores", 31, 10), meanOf(run, "objective/scores", 1, 5) + 0.15);
    EXPECT_GT(meanOf(run, "objective/kl", 31, 10), 0.5);
}

TEST_P(FinetunerBy, goesOnAfterAStopAsIfThereHadBeenNone) {
    const TemporaryFolder folder;
    const ToyRun setting;
    Recipe recipe = toyRecipe();
    GetParam().choose(recipe);
    const RunDirectory straight = RunDirectory::create(folder / "straight", recipe);
    setting.run(straight);
    const RunDirectory stopped = RunDirectory::create(folder / "stopped", recipe);
    EXPECT_EQ(runAndStop(setting, stopped, [](const JobMessage& message) { return isRow(message, 3); }).ending,
              JobEnding::Stopped);
    setting.resume(stopped);
    expectSameRun(stopped, straight);
}

INSTANTIATE_TEST_SUITE_P(
    Algorithms, FinetunerBy,
    testing::Values(Variant{"reinforceWithTheKlInTheReturn", [](Recipe& recipe) { recipe.klInReturn = true; }},
                    Variant{"ppo", [](Recipe& recipe) { recipe.algorithm = Algorithm::Ppo; }},
                    Variant{"ppoInMinibatchesOfWhitenedAdvantages",
                            [](Recipe& recipe) {
                                recipe.algorithm = Algorithm::Ppo;
                                recipe.ppo.minibatches = 2;
                                recipe.ppo.epochs = 2;
                                recipe.ppo.gaeLambda = 0.95;
                                recipe.ppo.whitenAdvantages = true;
                                recipe.klInReturn = true;
                            }},
                    Variant{"rloo",
                            [](Recipe& recipe) {
                                recipe.algorithm = Algorithm::Rloo;
                                recipe.clipsPerPrompt = 2;
                                recipe.klInReturn = true;
                            }},
                    Variant{"grpo",
                            [](Recipe& recipe) {
                                recipe.algorithm = Algorithm::Grpo;
                                recipe.klControl = KlControl::Adaptive;
                            }}),
    [](const auto& tested) { return tested.param.name; });

TEST(Finetuner, movesAlphaByThePapersRuleOnceThePolicyLearns) {
    const TemporaryFolder folder;
    Recipe recipe = toyRecipe();
    recipe.steps = 8;
    recipe.valueWarmupSteps = 2;
    recipe.klControl = KlControl::Adaptive;
    recipe.klTargetNats = 0.3;
    const RunDirectory run = RunDirectory::create(folder / "run", recipe);
    ToyRun().run(run);
    EXPECT_EQ(valueOf(run, 2, "objective/alpha"), recipe.alpha) << "the warm-up";
    EXPECT_EQ(valueOf(run, 3, "objective/alpha"), recipe.alpha) << "its first step";
    for (std::size_t step = 3; step < 8; ++step) {
        const double next = adaptedAlpha(valueOf(run, step, "objective/alpha"), valueOf(run, step, "objective/kl"), 0.3, 0.1);
        EXPECT_EQ(valueOf(run, step + 1, "objective/alpha"), next) << step;
    }
    EXPECT_NE(valueOf(run, 8, "objective/alpha"), recipe.alpha);
}

TEST(Finetuner, tellsTheDivergenceFromTheShippedModelBesideThatFromItsStart) {
    const TemporaryFolder folder;
    ToyRun setting;
    const TinyPolicy start(8);
    setting.start = &start;
    Recipe recipe = toyRecipe();
    recipe.steps = 1;
    recipe.checkpoint = "of another run";
    const RunDirectory run = RunDirectory::create(folder / "run", recipe);
    setting.run(run);
    EXPECT_EQ(valueOf(run, 1, "objective/kl"), 0.0);
    EXPECT_GT(valueOf(run, 1, "objective/kl_base"), 0.1);
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

/// In double precision, from the distributions at each token.
double divergenceAt(const torch::Tensor& policy, const torch::Tensor& reference, std::int64_t token) {
    double sum = 0.0;
    for (std::int64_t a = 0; a < policy.size(2); ++a) {
        const double logP = policy[0][token][a].item<double>();
        sum += std::exp(logP) * (logP - reference[0][token][a].item<double>());
    }
    return sum;
}

TEST(Finetuner, keepsTheTokensOfItsSamplesWithWhatTheModelsOfThatStepMakeOfThem) {
    const torch::NoGradGuard noGradients;
    const TemporaryFolder folder;
    const ToyRun setting;
    const RunDirectory run = RunDirectory::create(folder / "run", toyRecipe());
    {
        const torch::AutoGradMode gradients(true);
        setting.run(run);
    }
    const std::unique_ptr<Policy> policy = setting.generator.policy().clone();
    ValueNetwork values(setting.generator.policy());
    for (const std::int64_t step : {0, 6}) {
        if (step > 0) {
            loadModule(run.checkpointFolder(step) / "policy.safetensors", policy->module());
            loadModule(run.checkpointFolder(step) / "value.safetensors", values.module());
        }
        double divergence = 0.0;
        for (const SampleClip& sample : run.listSamples()) {
            if (sample.step != step) {
                continue;
            }
            const TokenTrace trace = readTokenTrace(tokenTracePath(sample.file));
            ASSERT_EQ(trace.size(), 20U);
            torch::Tensor tokens = torch::zeros({1, 20}, torch::kInt64);
            for (std::int64_t i = 0; i < 20; ++i) {
                tokens[0][i] = trace[static_cast<std::size_t>(i)].token;
            }
            const RewardBreakdown scores = sample.record.value().scores.value();
            EXPECT_NEAR(scores.total, (tokens == 0).to(torch::kFloat64).mean().item<double>(), 1e-12) << "these tokens are the clip's";
            const torch::Tensor about = setting.generator.conditioning({sample.record.value().recipe.prompt.text});
            const torch::Tensor logProbs = policy->logProbs(tokens, about, 0.99).to(torch::kFloat64);
            const torch::Tensor start = setting.generator.policy().logProbs(tokens, about, 0.99).to(torch::kFloat64);
            const torch::Tensor value = values.estimate(tokens, about);
            for (std::int64_t i = 0; i < 20; ++i) {
                const TracedToken& token = trace[static_cast<std::size_t>(i)];
                EXPECT_DOUBLE_EQ(token.seconds, static_cast<double>(i / 2) / 10.0);
                EXPECT_EQ(token.place, i % 2);
                EXPECT_NEAR(token.logProb, logProbs[0][i][token.token].item<double>(), 1e-5);
                EXPECT_NEAR(token.klNats, divergenceAt(logProbs, start, i), 1e-6);
                EXPECT_NEAR(token.value, value[0][i].item<double>(), 1e-5);
                EXPECT_NEAR(token.advantage, scores.total - value[0][i].item<double>(), 1e-5);
                divergence += token.klNats;
            }
            const Measures measures = SampleMeasures::read(run.sampleFolder(step)).clips().at(sample.promptId);
            EXPECT_NEAR(measures.at("scores"), scores.total, 1e-12);
        }
        EXPECT_EQ(divergence > 1e-4, step > 0) << divergence;
    }
}

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
