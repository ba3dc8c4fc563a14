// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "preference/PairMeasures.h"
#include "support/ExpectError.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

double marginFor(double probability) {
    return std::log(probability / (1.0 - probability));
}

TEST(PairMeasures, areRightOnFivePairsMadeByHand) {
    // favourites at 0.9 (right), 0.9 for B (wrong), 0.6 (right), a tie at 0.6 for B, and one at exactly 0.5 (half
    // right)
    const std::vector<JudgedPair> pairs = {
        {marginFor(0.9), 1.0}, {marginFor(0.1), 1.0}, {marginFor(0.6), 1.0}, {marginFor(0.4), 0.5}, {0.0, 0.0}};
    const PairMeasures measures = measurePairs(pairs);
    EXPECT_EQ(measures.pairs, 5);
    EXPECT_EQ(measures.ties, 1);
    EXPECT_EQ(measures.accuracy.decisive, 4);
    EXPECT_DOUBLE_EQ(measures.accuracy.accuracy, 2.5 / 4.0);
    const double squares = 2.0 * 0.375 * 0.375 + 0.625 * 0.625 + 0.125 * 0.125;
    EXPECT_DOUBLE_EQ(measures.accuracy.standardError, std::sqrt(squares * 4.0 / 3.0) / 4.0);
    const double tie = -0.5 * std::log(0.4) - 0.5 * std::log(0.6);
    EXPECT_NEAR(measures.loss, (-std::log(0.9) - std::log(0.1) - std::log(0.6) + tie - std::log(0.5)) / 5.0, 1e-12);
    ASSERT_EQ(measures.bins.size(), 10U);
    EXPECT_EQ(measures.bins[0].pairs, 1) << "0.5 to 0.55";
    EXPECT_DOUBLE_EQ(measures.bins[0].observed, 0.0) << "B was better, and A is named where the margin is 0";
    EXPECT_EQ(measures.bins[1].pairs + measures.bins[2].pairs, 2) << "0.6 lies on the edge of two bins";
    EXPECT_EQ(measures.bins[7].pairs + measures.bins[8].pairs, 2);
    EXPECT_TRUE(std::isnan(measures.bins[4].predicted));
}

TEST(PairMeasures, sumUpTheGapsOfTheBinsToTheCalibrationError) {
    // three at 0.87 of which two are right, one at 0.63 that ties: 3/4 · |0.87 − 2/3| + 1/4 · |0.63 − 0.5|
    const std::vector<JudgedPair> pairs = {
        {marginFor(0.87), 1.0}, {marginFor(0.13), 0.0}, {marginFor(0.87), 0.0}, {marginFor(0.63), 0.5}};
    const PairMeasures measures = measurePairs(pairs);
    EXPECT_NEAR(measures.expectedCalibrationError, 0.75 * (0.87 - 2.0 / 3.0) + 0.25 * 0.13, 1e-12);
    EXPECT_NEAR(measures.bins[7].predicted, 0.87, 1e-12);
    EXPECT_NEAR(measures.bins[7].observed, 2.0 / 3.0, 1e-12);
    EXPECT_NEAR(measures.bins[2].observed, 0.5, 1e-12);
}

TEST(PairMeasures, takeThePairsOfAPromptAsOneFinding) {
    // three prompts of four equal pairs each tell no more than three pairs, two of them right
    std::vector<JudgedPair> pairs;
    std::vector<JudgedPair> prompts;
    for (const auto& [prompt, margin] : {std::pair("piano", 1.0), std::pair("drums", 1.0), std::pair("flute", -1.0)}) {
        pairs.insert(pairs.end(), 4, {margin, 1.0, prompt});
        prompts.push_back({margin, 1.0, prompt});
    }
    const PairAccuracy found = accuracyOf(pairs);
    EXPECT_EQ(found.decisive, 12);
    EXPECT_DOUBLE_EQ(found.accuracy, 2.0 / 3.0);
    EXPECT_NEAR(found.standardError, accuracyOf(prompts).standardError, 1e-12);
    EXPECT_NEAR(found.standardError, std::sqrt(2.0 / 3.0 / 3.0 / 2.0), 1e-12) << "√(p (1 − p) / (3 − 1))";
    EXPECT_TRUE(std::isnan(accuracyOf(std::vector<JudgedPair>(4, {1.0, 1.0, "piano"})).standardError));
}

TEST(PairMeasures, stayWhenTheClipsChangePlaces) {
    const std::vector<JudgedPair> pairs = {{1.3, 1.0}, {-0.2, 1.0}, {0.8, 0.5}, {2.0, 0.0}};
    std::vector<JudgedPair> swapped;
    for (const JudgedPair& pair : pairs) {
        swapped.push_back({-pair.margin, 1.0 - pair.outcome});
    }
    EXPECT_EQ(toJson(measurePairs(pairs)), toJson(measurePairs(swapped)));
}

TEST(PairMeasures, findARaterWhoFollowsTheModelCalibrated) {
    Random random(5);
    std::vector<JudgedPair> honest;
    std::vector<JudgedPair> boastful;
    for (int i = 0; i < 20000; ++i) {
        const double margin = 1.5 * random.normal();
        const double outcome = random.chance(1.0 / (1.0 + std::exp(-margin))) ? 1.0 : 0.0;
        honest.push_back({margin, outcome});
        boastful.push_back({4.0 * margin, outcome});
    }
    EXPECT_LT(measurePairs(honest).expectedCalibrationError, 0.012);
    EXPECT_GT(measurePairs(boastful).expectedCalibrationError, 0.1);
    EXPECT_DOUBLE_EQ(measurePairs(honest).accuracy.accuracy, measurePairs(boastful).accuracy.accuracy);
    EXPECT_LT(measurePairs(honest).loss, measurePairs(boastful).loss);
}

TEST(PairMeasures, surviveExtremeMarginsAndHaveNullsForWhatIsUnknown) {
    const std::vector<JudgedPair> sure = {{800.0, 1.0}, {-800.0, 1.0}};
    EXPECT_DOUBLE_EQ(measurePairs(sure).loss, 400.0);
    const Json onlyTies = toJson(measurePairs(std::vector<JudgedPair>{{0.1, 0.5}}));
    EXPECT_TRUE(onlyTies["accuracy"].is_null());
    EXPECT_EQ(onlyTies["ties"], 1);
    expectError(ErrorKind::BadInput, "no pair", [] { (void)measurePairs({}); });
}

}  // namespace
}  // namespace musicrl
