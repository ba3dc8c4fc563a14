// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "statistics/KrippendorffAlpha.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

// Example C of Krippendorff, "Computing Krippendorff's alpha-reliability", 2011: four observers, twelve units, values
// missing. Also the example of kripp.alpha() in R's irr, which prints 0.743, 0.815 and 0.849.
const std::vector<RatedUnit> exampleC = {{1, 1, 1},    {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3},
                                         {2, 2, 2, 2}, {1, 2, 3, 4}, {4, 4, 4, 4}, {1, 1, 2, 1},
                                         {2, 2, 2, 2}, {5, 5, 5},    {1, 1},       {3}};

TEST(KrippendorffAlpha, agreesWithItsAuthorsExample) {
    EXPECT_NEAR(krippendorffAlpha(exampleC, Measurement::Nominal), 0.743, 5e-4);
    EXPECT_NEAR(krippendorffAlpha(exampleC, Measurement::Ordinal), 0.815, 5e-4);
    EXPECT_NEAR(krippendorffAlpha(exampleC, Measurement::Interval), 0.849, 5e-4);
}

// The computational example of Wikipedia's article on it, which the Python package krippendorff ships as its sample:
// three coders, nominal 0.691, interval 0.811.
TEST(KrippendorffAlpha, agreesWithThePythonPackagesSample) {
    const std::vector<RatedUnit> units = {{1},    {},     {2, 2}, {1, 1}, {3, 3}, {3, 3, 4}, {4, 4, 4}, {1, 3},
                                          {2, 2}, {1, 1}, {1, 1}, {3, 3}, {3, 3}, {},        {3, 4}};
    EXPECT_NEAR(krippendorffAlpha(units, Measurement::Nominal), 0.691, 5e-4);
    EXPECT_NEAR(krippendorffAlpha(units, Measurement::Interval), 0.811, 5e-4);
}

// Two coders, 0 and 1: alpha is 1 - (n - 1) o01 / (n0 n1), by Krippendorff, 2011, section A: ten units, four zeros of
// which agree twice, alpha 0.095.
TEST(KrippendorffAlpha, isTheClosedFormForBinaryData) {
    const std::vector<RatedUnit> units = {{0, 0}, {1, 1}, {0, 1}, {0, 0}, {0, 0}, {0, 0},
                                          {0, 0}, {0, 0}, {1, 0}, {0, 1}, {0, 1}};
    const std::vector<RatedUnit> ten(units.begin(), units.begin() + 10);
    const double expected = 1.0 - 19.0 * 3.0 / (15.0 * 5.0);
    for (const Measurement measurement : {Measurement::Nominal, Measurement::Ordinal, Measurement::Interval}) {
        EXPECT_NEAR(krippendorffAlpha(ten, measurement), expected, 1e-12);
    }
}

TEST(KrippendorffAlpha, isOneForEqualsAndAboutZeroForChance) {
    Random random(3);
    std::vector<RatedUnit> equal;
    std::vector<RatedUnit> chance;
    for (int i = 0; i < 2000; ++i) {
        const auto draw = [&] { return static_cast<double>(random.index(5)); };
        equal.emplace_back(3, draw());
        chance.push_back({draw(), draw(), draw()});
    }
    EXPECT_EQ(krippendorffAlpha(equal, Measurement::Ordinal), 1.0);
    EXPECT_NEAR(krippendorffAlpha(chance, Measurement::Ordinal), 0.0, 0.03);
}

TEST(KrippendorffAlpha, hasNoValueWithoutPairsOrDifferences) {
    EXPECT_TRUE(std::isnan(krippendorffAlpha(std::vector<RatedUnit>{{1}, {2}}, Measurement::Nominal)));
    EXPECT_TRUE(std::isnan(krippendorffAlpha(std::vector<RatedUnit>{{2, 2}, {2, 2}}, Measurement::Interval)));
}

TEST(KrippendorffAlpha, hasAnIntervalFromResampledUnits) {
    const Estimate alpha = krippendorffAlpha(exampleC, Measurement::Ordinal, BootstrapConfig{.replicates = 500});
    EXPECT_LT(alpha.interval.low, alpha.value);
    EXPECT_GT(alpha.interval.high, alpha.value);
    EXPECT_LE(alpha.interval.high, 1.0);
}

TEST(KrippendorffAlpha, isNoSurerForUnitsThatOnlyRepeatTheirPrompt) {
    // Six units a prompt that all say the same are no more than one.
    const std::vector<RatedUnit> prompts = {{1, 1}, {2, 2}, {3, 1}, {2, 3}, {1, 1}, {3, 3}, {2, 1}, {1, 2}};
    std::vector<RatedUnit> units;
    std::vector<std::size_t> clusters;
    for (std::size_t prompt = 0; prompt < prompts.size(); ++prompt) {
        units.insert(units.end(), 6, prompts[prompt]);
        clusters.insert(clusters.end(), 6, prompt);
    }
    const BootstrapConfig config{.replicates = 500};
    const Estimate clustered = krippendorffAlpha(units, clusters, Measurement::Nominal, config);
    const Estimate each = krippendorffAlpha(units, Measurement::Nominal, config);
    const Estimate few = krippendorffAlpha(prompts, Measurement::Nominal, config);
    const auto width = [](const Estimate& alpha) { return alpha.interval.high - alpha.interval.low; };
    EXPECT_EQ(clustered.value, each.value);
    EXPECT_NEAR(width(clustered), width(few), 0.15 * width(few));
    EXPECT_GT(width(clustered), 2.0 * width(each));  // about √6 times
}

// R 4.2.2, by the formula of Krippendorff, 2011, on c(u, lapply(u, "-")): 45 votes of three raters on 15 pairs of
// clips, 38 of them for the same model.
TEST(KrippendorffAlphaOfPairs, dependsOnNoOrderOfTheTwoClips) {
    std::vector<RatedUnit> units(9, {1, 1, 1});
    units.insert(units.end(), 5, {1, 1, -1});
    units.push_back({1, -1, -1});
    std::vector<std::size_t> prompts;
    std::vector<RatedUnit> turned = units;
    for (std::size_t i = 0; i < units.size(); ++i) {
        prompts.push_back(i / 2);
        for (double& value : turned[i]) {
            value *= i % 2 == 0 ? -1.0 : 1.0;
        }
    }
    EXPECT_NEAR(krippendorffAlpha(units, Measurement::Ordinal), 0.00751879699248126, 1e-12);
    const Estimate found = krippendorffAlphaOfPairs(units, prompts, Measurement::Ordinal, {.replicates = 300});
    const Estimate same = krippendorffAlphaOfPairs(turned, prompts, Measurement::Ordinal, {.replicates = 300});
    EXPECT_NEAR(found.value, 0.472592592592593, 1e-12);
    EXPECT_NEAR(same.value, found.value, 1e-12);
    EXPECT_NEAR(same.interval.low, found.interval.low, 1e-12);
}

TEST(KrippendorffAlpha, isNeverAboveOneNotEvenByChance) {
    const std::vector<RatedUnit> units = {{2, 2}, {1, 1}, {-1, -1}, {-2, -1}};
    const std::vector<std::size_t> prompts = {0, 1, 2, 3};
    const Estimate found = krippendorffAlpha(units, prompts, Measurement::Ordinal, {.replicates = 4000});
    // Of the formula in another program, over all 4^4 resamples instead of drawn ones: 253 have an alpha, with a
    // deviation of 0.35444 (times √(4/3)); Student's t of 3 degrees is 3.18245. Without an end: −0.218 to 2.038.
    EXPECT_NEAR(found.value, 0.910256, 1e-6);
    EXPECT_NEAR(found.interval.low, -0.217742, 0.05);
    EXPECT_EQ(found.interval.high, 1.0);
}

// R 4.2.2, the same
TEST(KrippendorffAlphaOfPairs, takesGradesForWhatTheyAre) {
    const std::vector<RatedUnit> units = {{2, 2, 1},    {1, 2, 0}, {-1, 1, -2}, {2, 0, 1},
                                          {-2, -1, -1}, {0, 1, 1}, {2, 1}};
    const std::vector<RatedUnit> both = seenFromBothSides(units);
    EXPECT_EQ(both.size(), 14U);
    EXPECT_NEAR(krippendorffAlpha(both, Measurement::Ordinal), 0.558219581655701, 1e-12);
    EXPECT_NEAR(krippendorffAlpha(both, Measurement::Interval), 0.563815789473684, 1e-12);
}

}  // namespace
}  // namespace musicrl
