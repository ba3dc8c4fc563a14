// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/StepMetrics.h"

#include "rl/ClipDiversity.h"
#include "rl/RewardMetrics.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace musicrl {
namespace {

RewardBreakdown scored(double mulan, double mos) {
    const double quality = (mos - 1.0) / 4.0;
    return {2.0 * mulan + quality, {{"mulan", mulan, 2.0, 2.0 * mulan, {}}, {"quality", mos, 1.0, quality, {}}}};
}

TEST(RewardMetrics, tellMeanDeviationAndQuantiles) {
    const Spread spread = spreadOf({10.0, 1.0, 3.0, 2.0, 4.0});
    EXPECT_EQ(spread.mean, 4.0);
    EXPECT_NEAR(spread.deviation, std::sqrt(50.0 / 4.0), 1e-12);
    EXPECT_NEAR(spread.p10, 1.4, 1e-12);
    EXPECT_EQ(spread.median, 3.0);
    EXPECT_NEAR(spread.p90, 7.6, 1e-12);
    EXPECT_EQ(spreadOf({5.0}).p90, 5.0);
    EXPECT_TRUE(std::isnan(spreadOf({1.0, std::numeric_limits<double>::quiet_NaN()}).median));
}

TEST(RewardMetrics, tellEveryTermRawAndWeighted) {
    const Json metrics = rolloutMetrics({scored(0.2, 3.0), scored(0.6, 5.0)});
    EXPECT_NEAR(metrics.at("rewards/mulan/mean").get<double>(), 0.4, 1e-12);
    EXPECT_NEAR(metrics.at("rewards/mulan/weighted").get<double>(), 0.8, 1e-12);
    EXPECT_NEAR(metrics.at("rewards/quality/mean").get<double>(), 4.0, 1e-12);
    EXPECT_NEAR(metrics.at("rewards/quality/weighted").get<double>(), 0.75, 1e-12);
    EXPECT_NEAR(metrics.at("rewards/quality/p50").get<double>(), 4.0, 1e-12);
    EXPECT_NEAR(metrics.at("objective/scores").get<double>(), 0.8 + 0.75, 1e-12);
    EXPECT_NEAR(metrics.at("objective/scores_std").get<double>(), (0.8 + 0.5) / std::sqrt(2.0), 1e-12);
    EXPECT_TRUE(rolloutMetrics({}).empty());
}

TEST(ClipDiversity, isTheDistanceBetweenTheCodesThatClipsAreMadeOf) {
    const torch::Tensor first = torch::tensor({{0, 0, 1, 1}, {1, 0, 1, 0}, {2, 2, 2, 0}, {3, 3, 3, 3}});
    const torch::Tensor codes = torch::stack({first, torch::arange(16).view({4, 4})}, 1);
    const double ab = 0.0;
    const double ac = 0.75;
    const double withD = 1.0;
    const Json metrics = diversityMetrics(codes, 2);
    EXPECT_NEAR(metrics.at("rollouts/diversity").get<double>(), (ab + 2.0 * ac + 3.0 * withD) / 6.0, 1e-12);
    EXPECT_NEAR(metrics.at("rollouts/diversity_within_prompt").get<double>(), (ab + withD) / 2.0, 1e-12);
    EXPECT_FALSE(diversityMetrics(codes, 1).contains("rollouts/diversity_within_prompt"));
}

TEST(ClipDiversity, countsTheClipsThatAreAsGoodAsEqualToAnother) {
    torch::Tensor codes = torch::arange(4).view({4, 1, 1}).expand({4, 1, 100}).clone();
    codes[1] = 0;
    codes[1][0][7] = 9;  // the first clip but for one code
    codes[2].narrow(1, 0, 94).fill_(0);
    const Json metrics = diversityMetrics(codes, 1);
    EXPECT_EQ(metrics.at("rollouts/duplicates"), 0.5) << "the first two";
    const std::vector<double> nearest = nearestDistances(codes);
    EXPECT_NEAR(nearest.at(0), 0.01, 1e-12);
    EXPECT_NEAR(nearest.at(2), 0.06, 1e-12);
    EXPECT_NEAR(nearest.at(3), 1.0, 1e-12);
}

TEST(RewardMetrics, tellHowSamplesChangedClipByClip) {
    SampleMeasures before;
    SampleMeasures now;
    before.add("a", {{"mulan", 0.1}, {"quality", 3.0}});
    before.add("b", {{"mulan", 0.9}});
    now.add("a", {{"mulan", 0.3}, {"quality", 4.0}});
    now.add("b", {{"mulan", 1.0}, {"quality", 2.0}});
    now.add("c", {{"mulan", 5.0}});
    const Json metrics = heldOutChanges(before, now);
    EXPECT_NEAR(metrics.at("heldout/mulan_change").get<double>(), 0.15, 1e-12);
    EXPECT_NEAR(metrics.at("heldout/mulan_change_se").get<double>(), 0.05, 1e-12) << "of 0.2 and 0.1";
    EXPECT_EQ(metrics.size(), 2U) << "one pair alone has no error, and scores were not measured";
}

TEST(ClipDiversity, isUnknownForASingleClip) {
    EXPECT_TRUE(diversityMetrics(torch::zeros({1, 1, 5}, torch::kInt64), 1).at("rollouts/duplicates").is_null());
    EXPECT_TRUE(std::isnan(nearestDistances(torch::zeros({1, 1, 5}, torch::kInt64)).at(0)));
    EXPECT_TRUE(diversityMetrics(torch::zeros({1, 1, 5}, torch::kInt64), 1).at("rollouts/diversity").is_null());
}

TEST(StepMetrics, tellTheObjectiveWithItsParts) {
    RolloutBatch rollouts;
    rollouts.codes = torch::zeros({2, 1, 5}, torch::kInt64);
    UpdateReport update;
    update.policy.klNats = 3.0;
    const Json metrics = stepMetrics(rollouts, {scored(0.2, 3.0), scored(0.6, 5.0)}, update, 0.2, 1);
    EXPECT_NEAR(metrics.at("objective/kl_coef").get<double>(), 0.25, 1e-12);
    EXPECT_NEAR(metrics.at("objective/non_score_reward").get<double>(), -0.6, 1e-12);
    EXPECT_NEAR(metrics.at("objective/rlhf_reward").get<double>(), 0.8 * 1.55 - 0.6, 1e-12);
    EXPECT_FALSE(metrics.contains("loss/value")) << "no value network";
}

TEST(StepMetrics, addUpTheTimes) {
    const Json times = timeMetrics({{"time/rollout", 3.0}, {"time/reward", 0.5}, {"time/update", 0.5}}, 800);
    EXPECT_EQ(times.at("time/step"), 4.0);
    EXPECT_EQ(times.at("time/tokens_per_second"), 200.0);
}

TEST(StepMetrics, tellGroupsWithNothingToLearnFrom) {
    const GroupFigures figures = groupFigures({1.0, 3.0, 0.3, 0.3}, 2);
    EXPECT_NEAR(figures.rewardDeviation, std::sqrt(2.0) / 2.0, 1e-12);
    EXPECT_EQ(figures.shareWithoutSpread, 0.5);
}

TEST(StepMetrics, tellHowMuchTheBaselineForesawAtTheEndsInTheMiddleAndInTheMean) {
    const torch::Tensor returns = torch::tensor({{1.0F}, {3.0F}}).expand({2, 5});
    torch::Tensor values = torch::zeros({2, 5});
    values.select(1, 2).copy_(torch::tensor({1.5F, 2.5F}));
    values.select(1, 4).copy_(torch::tensor({1.0F, 3.0F}));
    const ValueFigures figures = valueFigures(values, returns);
    EXPECT_NEAR(figures.explainedFirst, 0.0, 1e-6);
    EXPECT_NEAR(figures.explainedMiddle, 0.75, 1e-6);
    EXPECT_NEAR(figures.explainedLast, 1.0, 1e-6);
    EXPECT_NEAR(figures.explainedMean, (0.0 + 0.0 + 0.75 + 0.0 + 1.0) / 5.0, 1e-6);
    EXPECT_TRUE(std::isnan(valueFigures(values, torch::ones({2, 5})).explainedMean)) << "nothing to explain";
}

}  // namespace
}  // namespace musicrl
