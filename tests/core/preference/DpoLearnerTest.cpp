// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "base/Random.h"
#include "music/musiclm/HierarchicalLm.h"
#include "preference/DpoLearner.h"
#include "rl/KlDivergence.h"
#include "rl/LoraPolicy.h"
#include "support/TemporaryFolder.h"
#include "support/TinyPolicy.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

/// A rater who prefers the clip with more of token 2; clips of 8 and, of every third pair, 4 tokens.
TokenizedPairs pairsThatLikeTwos(std::size_t count, std::uint64_t seed) {
    Random random(seed);
    TokenizedPairs pairs;
    std::vector<std::int64_t> conditioning;
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t tokens = i % 3 == 0 ? 4 : 8;
        const auto clip = [&] {
            std::vector<std::int64_t> stream;
            for (std::int64_t t = 0; t < tokens; ++t) {
                stream.push_back(static_cast<std::int64_t>(random.index(3)));
            }
            return torch::tensor(stream, torch::kInt64);
        };
        pairs.a.push_back(clip());
        pairs.b.push_back(clip());
        const auto twosA = (pairs.a.back() == 2).sum().item<std::int64_t>();
        const auto twosB = (pairs.b.back() == 2).sum().item<std::int64_t>();
        pairs.outcomes.push_back(twosA > twosB ? 1.0 : twosA < twosB ? 0.0 : 0.5);
        conditioning.push_back(static_cast<std::int64_t>(i % 4));
    }
    pairs.conditioning = torch::tensor(conditioning, torch::kInt64).unsqueeze(1);
    return pairs;
}

std::vector<std::size_t> firstPairs(std::size_t count) {
    std::vector<std::size_t> chosen(count);
    for (std::size_t i = 0; i < count; ++i) {
        chosen[i] = i;
    }
    return chosen;
}

Recipe dpoRecipe() {
    Recipe recipe;
    recipe.algorithm = Algorithm::Dpo;
    recipe.temperature = 0.9;
    recipe.learningRate = 0.02;
    recipe.gradientClip = 1000.0;
    recipe.dpo.beta = 0.5;
    return recipe;
}

/// log π of one clip without padding or batch.
double logProbOf(const Policy& policy, const torch::Tensor& clip, const torch::Tensor& conditioning) {
    const torch::NoGradGuard noGradients;
    const torch::Tensor tokens = clip.unsqueeze(0);
    return logProbsOfTokens(policy.logProbs(tokens, conditioning.unsqueeze(0), 0.9), tokens).sum().item<double>();
}

/// The mean loss by its formula, pair by pair.
double lossByHand(const Policy& policy, const Policy& reference, const TokenizedPairs& pairs, double beta) {
    double sum = 0.0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const torch::Tensor told = pairs.conditioning[static_cast<std::int64_t>(i)];
        const double margin = beta * (logProbOf(policy, pairs.a[i], told) - logProbOf(reference, pairs.a[i], told) -
                                      logProbOf(policy, pairs.b[i], told) + logProbOf(reference, pairs.b[i], told));
        sum += pairs.outcomes[i] * std::log1p(std::exp(-margin)) +
               (1.0 - pairs.outcomes[i]) * std::log1p(std::exp(margin));
    }
    return sum / static_cast<double>(pairs.size());
}

TEST(DpoLoss, isTheFormulaAndHasItsGradient) {
    const torch::Tensor a = torch::tensor({0.7, -1.0, 0.2}, torch::kFloat64).requires_grad_(true);
    const torch::Tensor b = torch::tensor({-0.4, 0.5, 0.9}, torch::kFloat64);
    const torch::Tensor outcomes = torch::tensor({1.0, 0.0, 0.5}, torch::kFloat64);
    const torch::Tensor loss = dpoLoss(a, b, outcomes, 2.0);
    const torch::Tensor win = torch::sigmoid(2.0 * (a - b));
    EXPECT_TRUE(torch::allclose(loss, -outcomes * win.log() - (1.0 - outcomes) * (1.0 - win).log()));
    loss.sum().backward();
    EXPECT_TRUE(torch::allclose(a.grad(), 2.0 * (win.detach() - outcomes)))
        << "Rafailov et al., section 4: beta (σ − y)";
    EXPECT_TRUE(torch::allclose(dpoLoss(b, b, outcomes, 2.0), torch::full({3}, std::log(2.0), torch::kFloat64)));
}

TEST(DpoLearner, followsTheGradientThatFiniteDifferencesGive) {
    const TinyPolicy reference(1);
    TinyPolicy start(2);
    const TokenizedPairs pairs = pairsThatLikeTwos(9, 5);
    Recipe recipe = dpoRecipe();
    DpoLearner learner({.start = start, .reference = &reference}, recipe);
    const DpoReport report = learner.update(pairs, firstPairs(9));
    EXPECT_NEAR(report.loss, lossByHand(start, reference, pairs, 0.5), 1e-5);
    const auto gradients = learner.policy().module().named_parameters();
    constexpr double h = 2e-2;
    for (auto& parameter : start.module().named_parameters()) {
        const torch::NoGradGuard noGradients;
        torch::Tensor flat = parameter.value().view(-1);
        for (std::int64_t i = 0; i < flat.size(0); i += 4) {
            flat[i] += h;
            const double above = lossByHand(start, reference, pairs, 0.5);
            flat[i] -= 2.0 * h;
            const double below = lossByHand(start, reference, pairs, 0.5);
            flat[i] += h;
            const double found = gradients[parameter.key()].grad().view(-1)[i].item<double>();
            EXPECT_NEAR(found, (above - below) / (2.0 * h), 2e-3) << parameter.key() << " " << i;
        }
    }
}

TEST(DpoLearner, findsAPlantedPreferenceAndAppliesItToPairsItHasNotSeen) {
    const TinyPolicy start(1);
    const TokenizedPairs pairs = pairsThatLikeTwos(40, 5);
    const TokenizedPairs unseen = pairsThatLikeTwos(40, 6);
    DpoLearner learner({.start = start}, dpoRecipe());
    const DpoReport first = learner.update(pairs, firstPairs(40));
    EXPECT_NEAR(first.loss, std::log(2.0), 1e-6) << "nothing is preferred before anything is learned";
    EXPECT_EQ(first.accuracy, 0.5);
    EXPECT_EQ(first.rewardChosen, 0.0);
    for (int step = 0; step < 40; ++step) {
        EXPECT_TRUE(learner.update(pairs, firstPairs(40)).applied());
    }
    const DpoReport last = learner.measure(pairs, JobContext());
    EXPECT_LT(last.loss, 0.45);
    EXPECT_GT(last.accuracy, 0.9);
    EXPECT_GT(last.rewardChosen, last.rewardRejected + 0.5);
    EXPECT_GT(last.logProbChosen, last.logProbRejected);
    EXPECT_GT(learner.measure(unseen, JobContext()).accuracy, 0.85);
    const auto twos = [](const Policy& policy) {
        const torch::Tensor conditioning = torch::arange(4).unsqueeze(1);
        return (policy.sample(conditioning, 20, 0.9, {1, 2, 3, 4}, JobContext()) == 2).sum().item<std::int64_t>();
    };
    EXPECT_GT(twos(learner.policy()), twos(start)) << "what is liked is made more often";
}

TEST(DpoLearner, tellsTheMetricsThatPeopleKnow) {
    DpoLearner learner({.start = TinyPolicy(1)}, dpoRecipe());
    const Json metrics = toMetrics(learner.update(pairsThatLikeTwos(6, 5), firstPairs(6)));
    for (const char* name : {"rewards/chosen", "rewards/rejected", "rewards/margins", "rewards/accuracies",
                             "logps/chosen", "logps/rejected", "loss/dpo"}) {
        EXPECT_TRUE(metrics.contains(name)) << name;
    }
    EXPECT_TRUE(toMetrics(DpoReport(), "eval/").contains("eval/rewards/accuracies"));
}

TEST(DpoLearner, leavesTheWeightsWhenTheLossIsNoNumber) {
    DpoLearner learner({.start = TinyPolicy(1)}, dpoRecipe());
    TokenizedPairs pairs = pairsThatLikeTwos(6, 5);
    (void)learner.update(pairs, firstPairs(6));
    const TemporaryFolder before;
    learner.save(before.path());
    pairs.outcomes[2] = std::nan("");
    EXPECT_EQ(learner.update(pairs, firstPairs(6)).fault, "the loss");
    const TemporaryFolder after;
    learner.save(after.path());
    EXPECT_EQ(sha256OfFile(before / "policy.safetensors"), sha256OfFile(after / "policy.safetensors"));
    EXPECT_EQ(sha256OfFile(before / "optimizer.safetensors"), sha256OfFile(after / "optimizer.safetensors"));
}

}  // namespace
}  // namespace musicrl
