// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/KlController.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace musicrl {
namespace {

double betaOf(double alpha) {
    return alpha / (1.0 - alpha);
}

TEST(KlController, multipliesTheCoefficientAsThePaperDoes) {
    constexpr double alpha = 0.2;
    constexpr double target = 6.0;
    const auto factor = [&](double klNats) { return betaOf(adaptedAlpha(alpha, klNats, target, 0.1)) / betaOf(alpha); };
    EXPECT_NEAR(factor(6.0), 1.0, 1e-12) << "on target";
    EXPECT_NEAR(factor(6.6), 1.0 + 0.1 * 0.1, 1e-12) << "a tenth above";
    EXPECT_NEAR(factor(5.4), 1.0 - 0.1 * 0.1, 1e-12) << "a tenth below";
    EXPECT_NEAR(factor(60.0), 1.02, 1e-12) << "clipped";
    EXPECT_NEAR(factor(0.0), 0.98, 1e-12) << "clipped";
}

TEST(KlController, bringsAResponsivePolicyToTheTarget) {
    double alpha = 0.01;
    for (int step = 0; step < 2000; ++step) {
        alpha = adaptedAlpha(alpha, 0.6 / betaOf(alpha), 6.0, 0.1);  // the weaker the pull, the further it strays
    }
    EXPECT_NEAR(betaOf(alpha), 0.1, 1e-3);
}

TEST(KlController, leavesTheEndsOfTheScaleAndWhatCannotBeMeasuredAlone) {
    EXPECT_EQ(adaptedAlpha(0.0, 100.0, 6.0, 0.1), 0.0);
    EXPECT_EQ(adaptedAlpha(1.0, 100.0, 6.0, 0.1), 1.0);
    EXPECT_EQ(adaptedAlpha(0.3, std::numeric_limits<double>::quiet_NaN(), 6.0, 0.1), 0.3);
    EXPECT_EQ(adaptedAlpha(0.3, std::numeric_limits<double>::infinity(), 6.0, 0.1), 0.3);
}

}  // namespace
}  // namespace musicrl
