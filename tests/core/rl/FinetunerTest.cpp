// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Finetuner.h"

#include "base/Hash.h"
#include "rl/KlController.h"
#include "rl/ValueNetwork.h"
#include "run/MetricsLog.h"
#include "run/SampleMeasures.h"
#include "run/TokenTrace.h"
#include "support/RunReading.h"
#include "support/TemporaryFolder.h"
#include "support/ToyRun.h"
#include "tensor/WeightsFile.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

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

}  // namespace
}  // namespace musicrl
