// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/PolicyObjective.h"

#include "rl/Advantages.h"
#include "rl/KlDivergence.h"
#include "rl/ValueNetwork.h"
#include "support/TinyPolicy.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace musicrl {
namespace {

using Gradients = std::vector<torch::Tensor>;

/// All nine sequences of two tokens out of three, about the same prompt.
struct AllSequences {
    torch::Tensor tokens = torch::cartesian_prod({torch::arange(3), torch::arange(3)});
    torch::Tensor conditioning = torch::zeros({9, 1}, torch::kInt64);
};

Gradients gradientsOf(const torch::Tensor& value, Policy& policy) {
    return torch::autograd::grad({value}, policy.module().parameters());
}

void expectClose(const Gradients& found, const Gradients& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_GT(expected[i].abs().max().item<double>(), 1e-4) << "a gradient of zero proves nothing";
        EXPECT_TRUE(torch::allclose(found[i], expected[i], 1e-4, 1e-6)) << found[i] << "\n" << expected[i];
    }
}

TEST(PolicyObjective, hasTheExactGradientOfTheExpectedRewardInExpectationWhateverTheBaseline) {
    TinyPolicy policy(1);
    const AllSequences all;
    // A reward per token: the first depends on the first token, the second on both.
    const torch::Tensor firstRewards = torch::tensor({0.3, -1.0, 2.0}).repeat_interleave(3);
    const torch::Tensor rewards = torch::stack({firstRewards, torch::arange(9).to(torch::kFloat32).square() / 20.0}, 1);
    const torch::Tensor ofTokens = logProbsOfTokens(policy.logProbs(all.tokens, all.conditioning, 0.9), all.tokens);
    const torch::Tensor probabilities = ofTokens.sum(1).exp();
    const Gradients exact = gradientsOf(-(probabilities * rewards.sum(1)).sum(), policy);

    const torch::Tensor secondValues = torch::tensor({5.0, -2.0, 0.7}).repeat_interleave(3);
    const torch::Tensor values = torch::stack({torch::full({9}, 1.5), secondValues}, 1);
    const torch::Tensor again = logProbsOfTokens(policy.logProbs(all.tokens, all.conditioning, 0.9), all.tokens);
    const PolicyLoss loss = policyLoss(again, advantages(returnsToGo(rewards), values), torch::zeros({9}), weightsOfAlpha(0.0));
    expectClose(gradientsOf((probabilities.detach() * loss.total()).sum(), policy), exact);
}

TEST(PolicyObjective, pullsTowardsTheReferenceByTheDivergenceAtTheVisitedStates) {
    TinyPolicy policy(1);
    const TinyPolicy reference(2);
    const AllSequences all;
    const torch::Tensor logProbs = policy.logProbs(all.tokens, all.conditioning, 1.0);
    const torch::Tensor referenceLogProbs = reference.logProbs(all.tokens, all.conditioning, 1.0).detach();
    const torch::Tensor ofTokens = logProbsOfTokens(logProbs, all.tokens);
    const PolicyLoss loss = policyLoss(ofTokens, torch::ones({9, 2}), klPerClip(logProbs, referenceLogProbs), weightsOfAlpha(1.0));
    const Gradients found = gradientsOf((ofTokens.sum(1).exp().detach() * loss.total()).sum(), policy);

    // By states instead of sequences: the start for certain, then each first token with its probability.
    const torch::Tensor again = policy.logProbs(all.tokens, all.conditioning, 1.0);
    torch::Tensor expected = torch::zeros({});
    for (std::int64_t token = 0; token < 3; ++token) {
        expected = expected + again[0][0][token].exp() * (again[0][0][token] - referenceLogProbs[0][0][token]);
        const torch::Tensor atState = again[3 * token][1];
        const torch::Tensor divergence = (atState.exp() * (atState - referenceLogProbs[3 * token][1])).sum();
        expected = expected + again[0][0][token].exp().detach() * divergence;
    }
    expectClose(found, gradientsOf(expected, policy));
}

/// (1 − α) E[R] − α E[Σ KL] of all sequences, by enumeration.
torch::Tensor objectiveOf(const Policy& policy, const Policy& reference, const torch::Tensor& rewards, double alpha) {
    const AllSequences all;
    const torch::Tensor logProbs = policy.logProbs(all.tokens, all.conditioning, 1.0);
    const torch::Tensor probabilities = logProbsOfTokens(logProbs, all.tokens).sum(1).exp();
    const torch::Tensor kl = klPerClip(logProbs, reference.logProbs(all.tokens, all.conditioning, 1.0).detach());
    return (probabilities * ((1.0 - alpha) * rewards - alpha * kl)).sum();
}

struct KlReturnToy {
    TinyPolicy policy{1};
    TinyPolicy reference{2};
    AllSequences all;
    torch::Tensor rewards = torch::arange(9).to(torch::kFloat32).square() / 40.0;
    double alpha = 0.3;

    /// Of clips of two tokens, each rewarded by its place among all sequences.
    [[nodiscard]] PolicyLoss lossOf(const AllSequences& clips, bool klInReturn) const {
        const torch::Tensor logProbs = policy.logProbs(clips.tokens, clips.conditioning, 1.0);
        const torch::Tensor referenceLogProbs = reference.logProbs(clips.tokens, clips.conditioning, 1.0).detach();
        const torch::Tensor earned = rewards.index_select(0, 3 * clips.tokens.select(1, 0) + clips.tokens.select(1, 1));
        const torch::Tensor atEnd = torch::stack({torch::zeros_like(earned), earned}, 1);
        const torch::Tensor charged = chargedForKl(atEnd, klPerToken(logProbs, referenceLogProbs).detach(), alpha);
        const LossWeights weights{klInReturn ? 1.0 : 1.0 - alpha, alpha};
        return policyLoss(logProbsOfTokens(logProbs, clips.tokens), returnsToGo(klInReturn ? charged : atEnd),
                          klPerClip(logProbs, referenceLogProbs), weights);
    }

    /// The gradient of the loss for sequences weighted as if each came up as often as it is probable.
    Gradients estimate(bool klInReturn) {
        const torch::Tensor logProbs = policy.logProbs(all.tokens, all.conditioning, 1.0).detach();
        const torch::Tensor probabilities = logProbsOfTokens(logProbs, all.tokens).sum(1).exp();
        return gradientsOf((probabilities * lossOf(all, klInReturn).total()).sum(), policy);
    }
};

TEST(PolicyObjective, withTheKlInTheReturnHasTheWholeGradientOfTheRegularisedObjective) {
    KlReturnToy toy;
    expectClose(toy.estimate(true), gradientsOf(-objectiveOf(toy.policy, toy.reference, toy.rewards, toy.alpha), toy.policy));
}

TEST(PolicyObjective, asThePaperHasItLeavesOutHowTheVisitsChange) {
    KlReturnToy toy;
    const Gradients paper = toy.estimate(false);
    const Gradients whole = toy.estimate(true);
    double difference = 0.0;
    for (std::size_t i = 0; i < paper.size(); ++i) {
        difference = std::max(difference, (paper[i] - whole[i]).abs().max().item<double>());
    }
    EXPECT_GT(difference, 1e-3);
}

/// Mean and standard error of the gradient over batches of sampled clips, all weights in one row.
struct Estimated {
    torch::Tensor mean;
    torch::Tensor standardError;
};

Estimated estimateFromSamples(KlReturnToy& toy, bool klInReturn) {
    constexpr std::int64_t batches = 150;
    constexpr std::int64_t clips = 64;
    std::vector<torch::Tensor> gradients;
    for (std::int64_t batch = 0; batch < batches; ++batch) {
        std::vector<std::uint64_t> seeds(static_cast<std::size_t>(clips));
        std::iota(seeds.begin(), seeds.end(), static_cast<std::uint64_t>(1000 * batch));
        const torch::Tensor conditioning = torch::zeros({clips, 1}, torch::kInt64);
        const torch::Tensor tokens = toy.policy.sample(conditioning, 1, 1.0, seeds, JobContext());
        std::vector<torch::Tensor> flat;
        const torch::Tensor loss = toy.lossOf({tokens, conditioning}, klInReturn).total().mean();
        for (const torch::Tensor& gradient : gradientsOf(loss, toy.policy)) {
            flat.push_back(gradient.flatten());
        }
        gradients.push_back(torch::cat(flat));
    }
    const torch::Tensor all = torch::stack(gradients);
    return {all.mean(0), all.std(0) / std::sqrt(static_cast<double>(batches))};
}

/// The same for all sequences as often as they are probable.
torch::Tensor exactGradient(KlReturnToy& toy, bool klInReturn) {
    std::vector<torch::Tensor> flat;
    for (const torch::Tensor& gradient : toy.estimate(klInReturn)) {
        flat.push_back(gradient.flatten());
    }
    return torch::cat(flat);
}

TEST(PolicyObjective, isMetByTheMeanOverManyRolloutsWithinFourStandardErrors) {
    KlReturnToy toy;
    for (const bool klInReturn : {false, true}) {
        const Estimated found = estimateFromSamples(toy, klInReturn);
        const torch::Tensor off = (found.mean - exactGradient(toy, klInReturn)).abs();
        EXPECT_TRUE((off <= 4.0 * found.standardError + 1e-6).all().item<bool>()) << off << found.standardError;
        EXPECT_GT(found.standardError.max().item<double>(), 0.0);
        const torch::Tensor other = (found.mean - exactGradient(toy, !klInReturn)).abs();
        EXPECT_TRUE((other > 4.0 * found.standardError + 1e-6).any().item<bool>()) << "the two differ measurably";
    }
}

TEST(PolicyObjective, ofPpoHasThePolicyGradientWhileThePolicyHasNotMoved) {
    TinyPolicy policy(1);
    const AllSequences all;
    const torch::Tensor advantages = torch::linspace(-1.0, 2.0, 18).view({9, 2});
    const auto ofTokens = [&] { return logProbsOfTokens(policy.logProbs(all.tokens, all.conditioning, 0.9), all.tokens); };
    const torch::Tensor kl = torch::zeros({9});
    const LossWeights weights{.policy = 0.8, .kl = 0.2};
    const torch::Tensor now = ofTokens();
    const Gradients ppo =
        gradientsOf(clippedPolicyLoss(now, now.detach(), advantages, kl, weights, 0.2).total().sum(), policy);
    expectClose(ppo, gradientsOf(policyLoss(ofTokens(), advantages, kl, weights).total().sum(), policy));
}

TEST(PolicyObjective, ofPpoPullsATokenBeyondTheClipRangeOnlyBack) {
    const torch::Tensor old = torch::full({1, 4}, -1.0);
    // Ratios 1.5, 1.5, 0.5, 0.5; good and bad each.
    const torch::Tensor now = (old + torch::tensor({{1.5, 1.5, 0.5, 0.5}}).log()).to(torch::kFloat32).requires_grad_(true);
    const torch::Tensor advantages = torch::tensor({{2.0F, -2.0F, 2.0F, -2.0F}});
    const PolicyLoss loss = clippedPolicyLoss(now, old, advantages, torch::zeros({1}), LossWeights{}, 0.2);
    EXPECT_NEAR(loss.policy.item<double>(), -(1.2 * 2.0 - 1.5 * 2.0 + 0.5 * 2.0 - 0.8 * 2.0), 1e-5);
    loss.total().sum().backward();
    EXPECT_TRUE(torch::allclose(now.grad(), torch::tensor({{0.0F, 3.0F, -1.0F, 0.0F}}))) << now.grad();
}

TEST(PolicyObjective, tellsHowFarThePolicyHasMoved) {
    const torch::Tensor old = torch::full({1, 4}, -1.0);
    const torch::Tensor now = old + torch::tensor({{1.5, 1.1, 1.0, 0.4}}).log();
    const RatioStatistics statistics = ratioStatistics(now, old, 0.2);
    EXPECT_NEAR(statistics.mean, 1.0, 1e-6);
    EXPECT_NEAR(statistics.variance, (0.25 + 0.01 + 0.0 + 0.36) / 4.0, 1e-6);
    EXPECT_EQ(statistics.clipFraction, 0.5);
    const double squares = std::pow(std::log(1.5), 2) + std::pow(std::log(1.1), 2) + std::pow(std::log(0.4), 2);
    EXPECT_NEAR(statistics.approximateKlNats, squares / 8.0, 1e-6);
}

TEST(PolicyObjective, weighsRewardByOneMinusAlphaAndDivergenceByAlpha) {
    const torch::Tensor ofTokens = torch::tensor({{-1.0, -2.0}});
    const PolicyLoss loss = policyLoss(ofTokens, torch::tensor({{0.5, 3.0}}), torch::tensor({4.0}), weightsOfAlpha(0.25));
    EXPECT_NEAR(loss.policy.item<double>(), 0.75 * (0.5 + 6.0), 1e-6);
    EXPECT_NEAR(loss.kl.item<double>(), 0.25 * 4.0, 1e-6);
}

TEST(PolicyObjective, sendsNoGradientToTheValueNetwork) {
    const TinyPolicy policy(1);
    ValueNetwork value(policy);
    const AllSequences all;
    const torch::Tensor values = value.estimate(all.tokens, all.conditioning);
    ASSERT_TRUE(values.requires_grad());
    const torch::Tensor logProbs = policy.logProbs(all.tokens, all.conditioning, 1.0);
    policyLoss(logProbsOfTokens(logProbs, all.tokens), advantages(torch::ones({9, 2}), values), torch::zeros({9}), weightsOfAlpha(0.1))
        .total()
        .sum()
        .backward();
    for (const torch::Tensor& weight : value.module().parameters()) {
        EXPECT_FALSE(weight.grad().defined());
    }
}

TEST(ValueNetwork, startsAtTheGivenReturnEverywhere) {
    ValueNetwork value((TinyPolicy(1)));
    value.startFrom(1.25);
    const AllSequences all;
    EXPECT_TRUE(torch::equal(value.estimate(all.tokens, all.conditioning), torch::full({9, 2}, 1.25F)));
}

TEST(ValueNetwork, learnsTheReturnsAndLeavesTheLanguageModelAlone) {
    TinyPolicy policy(1);
    ValueNetwork value(policy);
    const torch::Tensor before = policy.module().parameters().front().detach().clone();
    torch::optim::Adam adam(value.module().parameters(), torch::optim::AdamOptions(0.05));
    const torch::Tensor tokens = torch::zeros({4, 6}, torch::kInt64);
    const torch::Tensor conditioning = torch::arange(4).unsqueeze(1);
    const torch::Tensor returns = torch::tensor({{0.2F}, {1.4F}, {-0.6F}, {0.9F}}).expand({4, 6});
    for (int i = 0; i < 300; ++i) {
        adam.zero_grad();
        valueLossPerClip(value.estimate(tokens, conditioning), returns).mean().backward();
        adam.step();
    }
    EXPECT_GT(explainedVariance(value.estimate(tokens, conditioning).detach(), returns), 0.99);
    EXPECT_TRUE(torch::equal(policy.module().parameters().front(), before));
}

}  // namespace
}  // namespace musicrl
