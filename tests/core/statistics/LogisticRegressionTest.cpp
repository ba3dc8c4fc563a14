// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "statistics/LogisticRegression.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

// R 4.2.2, sandwich 3.0.2: coeftest(m, vcovCL(m, cluster = mtcars$carb), df = 5) of m <- glm(am ~ wt, binomial,
// mtcars), run on to full convergence; 2 * pt(-|z|, 5) for six clusters
TEST(LogisticRegression, agreesWithRsGlmAndSandwich) {
    const std::vector<double> weight = {2.62,  2.875, 2.32,  3.215, 3.44,  3.46,  3.57, 3.19,  3.15,  3.44,  3.44,
                                        4.07,  3.73,  3.78,  5.25,  5.424, 5.345, 2.2,  1.615, 1.835, 2.465, 3.52,
                                        3.435, 3.84,  3.845, 1.935, 2.14,  1.513, 3.17, 2.77,  3.57,  2.78};
    const std::vector<double> manual = {1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                        0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1};
    const std::vector<std::size_t> carburettors = {4, 4, 1, 1, 2, 1, 4, 2, 2, 4, 4, 3, 3, 3, 4, 4,
                                                   4, 1, 2, 1, 1, 2, 2, 4, 2, 1, 2, 2, 4, 6, 8, 2};
    std::vector<std::vector<double>> features;
    for (const double each : weight) {
        features.push_back({1.0, each});
    }
    const std::vector<LogisticTerm> terms = logisticRegression(features, manual, carburettors);
    EXPECT_NEAR(terms[0].coefficient, 12.0403697286573, 1e-10);
    EXPECT_NEAR(terms[1].coefficient, -4.0239699621732, 1e-10);
    EXPECT_NEAR(terms[0].standardError, 5.28312101770775, 1e-10);
    EXPECT_NEAR(terms[1].standardError, 1.66462232075258, 1e-10);
    EXPECT_NEAR(terms[1].pValue, 0.0603145188784682, 1e-12);
}

TEST(LogisticRegression, saysWhenThereIsNoAnswer) {
    const std::vector<std::vector<double>> parted = {{1.0}, {1.0}, {1.0}};
    EXPECT_TRUE(std::isnan(
        logisticRegression(parted, std::vector<double>{1, 1, 1}, std::vector<std::size_t>{0, 1, 2})[0].pValue));
    const std::vector<std::vector<double>> twice = {{1.0, 2.0}, {2.0, 4.0}, {1.0, 2.0}, {3.0, 6.0}};
    EXPECT_TRUE(std::isnan(
        logisticRegression(twice, std::vector<double>{1, 0, 0, 1}, std::vector<std::size_t>{0, 1, 2, 3})[1].pValue));
    const std::vector<std::vector<double>> ones = {{1.0}, {1.0}};
    EXPECT_TRUE(
        std::isnan(logisticRegression(ones, std::vector<double>{1, 0}, std::vector<std::size_t>{7, 7})[0].pValue));
}

// 400 simulated outcomes without any effect, on six clusters that differ among themselves.
TEST(LogisticRegression, seldomFindsAnEffectInFewClusters) {
    Random random(17);
    int found = 0;
    for (int trial = 0; trial < 400; ++trial) {
        std::vector<std::vector<double>> features;
        std::vector<double> outcomes;
        std::vector<std::size_t> clusters;
        for (std::size_t i = 0; i < 72; ++i) {
            features.push_back({1.0, random.normal()});
            outcomes.push_back(random.chance(0.5) ? 1.0 : 0.0);
            clusters.push_back(i % 6);
        }
        found += logisticRegression(features, outcomes, clusters)[1].pValue <= 0.05 ? 1 : 0;
    }
    EXPECT_LE(found / 400.0, 0.08);
}

TEST(LogisticRegression, claimsNoErrorFromAsManyTermsAsClusters) {
    const std::vector<std::vector<double>> features = {{1, 0}, {1, 1}, {1, 2}, {1, 0.5}, {1, 3}, {1, 1.5}};
    const std::vector<double> outcomes = {1, 0, 1, 0, 0, 1};
    const std::vector<std::size_t> two = {0, 0, 0, 1, 1, 1};
    EXPECT_TRUE(std::isnan(logisticRegression(features, outcomes, two)[1].pValue));
    EXPECT_FALSE(
        std::isnan(logisticRegression(features, outcomes, std::vector<std::size_t>{0, 0, 1, 1, 2, 2})[1].pValue));
}

// Each cluster has the same answer once for and once against: its error would be one of rounding, and its p anything.
TEST(LogisticRegression, claimsNoErrorWhereClustersDoNotVary) {
    std::vector<std::vector<double>> features;
    std::vector<double> outcomes;
    std::vector<std::size_t> clusters;
    for (std::size_t i = 0; i < 24; ++i) {
        features.push_back({0.3});
        outcomes.push_back(i % 3 == 0 ? 1.0 : 0.0);
        clusters.push_back(i / 3);
    }
    EXPECT_TRUE(std::isnan(logisticRegression(features, outcomes, clusters)[0].pValue));
}

// The first two kinds of row are parted by the sum of both terms, which run to infinity together, each by half.
TEST(LogisticRegression, seesThatTermsRunAwayTogether) {
    std::vector<std::vector<double>> features;
    std::vector<double> outcomes;
    std::vector<std::size_t> clusters;
    for (std::size_t i = 0; i < 40; ++i) {
        const bool both = i % 2 == 0;
        features.push_back(both ? std::vector<double>{1.0, 1.0} : std::vector<double>{1.0, -1.0});
        outcomes.push_back(both || i % 4 == 1 ? 1.0 : 0.0);
        clusters.push_back(i / 4);
    }
    for (const LogisticTerm& term : logisticRegression(features, outcomes, clusters)) {
        EXPECT_TRUE(std::isnan(term.coefficient));
        EXPECT_TRUE(std::isnan(term.pValue));
    }
}

}  // namespace
}  // namespace musicrl
