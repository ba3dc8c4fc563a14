// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Advantages.h"

#include "base/Error.h"
#include "tensor/Device.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace musicrl {
namespace {

void expectNear(const torch::Tensor& found, const torch::Tensor& expected) {
    ASSERT_EQ(found.sizes(), expected.sizes());
    EXPECT_TRUE(torch::allclose(found.to(torch::kFloat64), expected.to(torch::kFloat64), 1e-5, 1e-6)) << found << "\n"
                                                                                                      << expected;
}

TEST(Advantages, giveEveryTokenTheRewardOfTheFinishedClip) {
    const torch::Tensor returns = returnsToGo(rewardsAtEnd({0.5, -1.0}, 4));
    EXPECT_TRUE(torch::equal(returns, torch::tensor({{0.5F}, {-1.0F}}).expand({2, 4})));
}

TEST(Advantages, explainTheVarianceThatTheBaselineFollows) {
    const torch::Tensor returns = torch::tensor({{1.0, 1.0}, {3.0, 3.0}});
    EXPECT_NEAR(explainedVariance(returns.clone(), returns), 1.0, 1e-9);
    EXPECT_NEAR(explainedVariance(torch::full({2, 2}, 7.0), returns), 0.0, 1e-9);
}

TEST(Advantages, areOnlyAskedOfNumbersThatFitAFloat) {
    EXPECT_TRUE(areFinite({0.0, -3e38, 1.5}));
    EXPECT_FALSE(areFinite({0.0, std::numeric_limits<double>::quiet_NaN()}));
    EXPECT_FALSE(areFinite({-std::numeric_limits<double>::infinity()}));
    EXPECT_FALSE(areFinite({1e300}));
}

TEST(Advantages, chargeTheDivergenceToTheActionThatLedThere) {
    const torch::Tensor rewards = rewardsAtEnd({2.0}, 3);
    const torch::Tensor kl = torch::tensor({{10.0F, 20.0F, 30.0F}});
    const torch::Tensor charged = chargedForKl(rewards, kl, 0.25);
    expectNear(charged, torch::tensor({{-5.0F, -7.5F, 1.5F}}));
    expectNear(returnsToGo(charged), torch::tensor({{-11.0F, -6.0F, 1.5F}}));
}

TEST(Advantages, ofGaeAreTheWeightedSumOfAllLaterErrors) {
    at::Generator generator = seededGenerator(3);
    const torch::Tensor rewards = torch::randn({2, 6}, generator);
    const torch::Tensor values = torch::randn({2, 6}, generator);
    const double lambda = 0.7;
    torch::Tensor expected = torch::zeros({2, 6});
    for (std::int64_t b = 0; b < 2; ++b) {
        for (std::int64_t t = 0; t < 6; ++t) {
            double sum = 0.0;
            for (std::int64_t later = t; later < 6; ++later) {
                const double next = later < 5 ? values[b][later + 1].item<double>() : 0.0;
                const double error = rewards[b][later].item<double>() + next - values[b][later].item<double>();
                sum += std::pow(lambda, static_cast<double>(later - t)) * error;
            }
            expected[b][t] = sum;
        }
    }
    expectNear(generalizedAdvantages(rewards, values, lambda), expected);
}

TEST(Advantages, ofGaeAreReturnLessValueForLambdaOneAndTheNextErrorForLambdaZero) {
    const torch::Tensor rewards = torch::tensor({{0.5F, -1.0F, 2.0F}});
    const torch::Tensor values = torch::tensor({{1.0F, 3.0F, -0.5F}});
    expectNear(generalizedAdvantages(rewards, values, 1.0), returnsToGo(rewards) - values);
    expectNear(generalizedAdvantages(rewards, values, 0.0), torch::tensor({{2.5F, -4.5F, 2.5F}}));
}

/// Two prompts of three clips each; every token of a clip returns its reward.
torch::Tensor twoGroups() {
    return returnsToGo(rewardsAtEnd({1.0, 2.0, 6.0, 0.3, 0.3, 0.3}, 2));
}

TEST(Advantages, ofRlooAreTheDistanceFromTheMeanOfThePromptsOtherClips) {
    expectNear(leaveOneOutAdvantages(twoGroups(), 3),
               torch::tensor({1.0 - 4.0, 2.0 - 3.5, 6.0 - 1.5, 0.0, 0.0, 0.0}).unsqueeze(1).expand({6, 2}));
}

TEST(Advantages, ofGrpoAreCentredAndScaledWithinThePrompt) {
    const double scale = std::sqrt((4.0 + 1.0 + 9.0) / 2.0) + 1e-4;
    expectNear(groupNormalizedAdvantages(twoGroups(), 3),
               torch::tensor({-2.0 / scale, -1.0 / scale, 3.0 / scale, 0.0, 0.0, 0.0}).unsqueeze(1).expand({6, 2}));
}

TEST(Advantages, rejectsGroupsThatDoNotFit) {
    EXPECT_THROW((void)leaveOneOutAdvantages(twoGroups(), 4), Error);
    EXPECT_THROW((void)groupNormalizedAdvantages(twoGroups(), 1), Error);
}

TEST(Advantages, haveMeanZeroAndDeviationOneWhenWhitened) {
    const torch::Tensor found = whitened(torch::tensor({{1.0, 2.0}, {3.0, 6.0}}));
    const double deviation = std::sqrt((4.0 + 1.0 + 0.0 + 9.0) / 3.0);
    expectNear(found, torch::tensor({{-2.0 / deviation, -1.0 / deviation}, {0.0, 3.0 / deviation}}));
}

}  // namespace
}  // namespace musicrl
