// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/EqualityTest.h"
#include "statistics/SimulatedStudy.h"

#include <array>
#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

struct Judgements {
    Crossing crossing;
    std::vector<ClusterSums> differences;

    void add(std::size_t prompt, std::size_t rater, double difference) {
        crossing.prompts.push_back(prompt);
        crossing.raters.push_back(rater);
        differences.push_back({difference, 1.0});
    }

    [[nodiscard]] EqualityTest test(Resampling resampling, const BootstrapConfig& config) const {
        return equalityTest(crossing, resampling, differences, TestUnit::Prompt, config);
    }
};

// R 4.2.2, sandwich 3.0.2: V of vcovCL(lm(y ~ 1), cluster = ~ prompt + rater, type = "HC0"), which divides each part by
// (G - 1) / G; t = mean(y) / sqrt(V), degrees by Satterthwaite, 2 * pt(-t, degrees)
TEST(EqualityTest, agreesWithRsTwoWayVariances) {
    constexpr std::array<int, 10> tastes = {2, 2, 1, -1, 1, 0, 2, 1, -1, 1};
    Judgements judgements;
    for (std::size_t prompt = 0; prompt < 12; ++prompt) {
        for (std::size_t rater = 0; rater < 10; ++rater) {
            const auto noise = static_cast<int>((prompt * 5 + rater * 3 + prompt * rater) % 3) - 1;
            judgements.add(prompt, rater, tastes[rater] + noise);
        }
    }
    const EqualityTest found = judgements.test(Resampling::PromptsAndRaters, {.replicates = 40000});
    EXPECT_EQ(found.by, TestedBy::TwoWayT);
    EXPECT_DOUBLE_EQ(found.mean.value, 0.5);
    EXPECT_NEAR(found.pValue, 0.189153739147, 0.005);
    EXPECT_NEAR(found.mean.interval.low, -0.289520726504, 0.02);
    EXPECT_NEAR(found.mean.interval.high, 1.289520726504, 0.02);
    EXPECT_LT(found.wilcoxon.pValue, 0.05);  // which knows nothing of other raters
}

// R 4.2.2: wilcox.test(c(-1/3, 2/3, 1, 4/3, 5/3, 2))$p.value
TEST(EqualityTest, isWilcoxonsOfThePromptsMeansForFewRaters) {
    Judgements judgements;
    const std::array<std::array<double, 3>, 6> grades = {
        {{-2, 0, 1}, {2, -1, 1}, {2, 0, 1}, {2, 1, 1}, {2, 2, 1}, {2, 2, 2}}};
    for (std::size_t prompt = 0; prompt < 6; ++prompt) {
        for (std::size_t rater = 0; rater < 3; ++rater) {
            judgements.add(prompt, rater, grades[prompt][rater]);
        }
    }
    const EqualityTest found = judgements.test(Resampling::Prompts, {});
    EXPECT_EQ(found.by, TestedBy::Wilcoxon);
    EXPECT_DOUBLE_EQ(found.pValue, 0.0625);
    EXPECT_DOUBLE_EQ(found.mean.value, 19.0 / 18.0);
    EXPECT_EQ(toJson(found).at("raters"), "these");
}

TEST(EqualityTest, asksPromptsAndRatersWhereAllSaidTheSame) {
    Judgements judgements;
    for (std::size_t prompt = 0; prompt < 20; ++prompt) {
        for (std::size_t rater = 0; rater < 8; ++rater) {
            judgements.add(prompt, rater, 1.0);
        }
    }
    const EqualityTest found = judgements.test(Resampling::PromptsAndRaters, {.replicates = 100});
    EXPECT_EQ(found.by, TestedBy::WorseWilcoxon);
    EXPECT_DOUBLE_EQ(found.pValue, std::pow(0.5, 7));  // of eight raters, less telling than twenty prompts
    EXPECT_TRUE(std::isnan(found.mean.interval.low));
    EXPECT_EQ(toJson(found).at("raters"), "others");
}

// 300 simulated studies of two equal models and eight raters of unlike taste.
TEST(EqualityTest, seldomFindsADifferenceThatOtherRatersWouldNot) {
    const SimulatedStudy study{
        .logWorths = {0.0, 0.0}, .prompts = 60, .raters = 8, .votesPerPair = 4, .raterSpread = 0.4};
    int found = 0;
    int foundByWilcoxon = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Judgements judgements;
        for (const Comparison& vote : simulateVotes(study, seed)) {
            judgements.add(vote.prompt, vote.rater, 2.0 * vote.outcome - 1.0);
        }
        const EqualityTest test = judgements.test(Resampling::PromptsAndRaters, {.replicates = 200, .seed = seed});
        found += test.pValue <= 0.05 ? 1 : 0;
        foundByWilcoxon += test.wilcoxon.pValue <= 0.05 ? 1 : 0;
    }
    EXPECT_NEAR(found / 300.0, 0.05, 0.03);
    EXPECT_GT(foundByWilcoxon / 300.0, 0.1);
}

}  // namespace
}  // namespace musicrl
