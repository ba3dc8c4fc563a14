// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Binomial.h"
#include "support/ExpectError.h"

#include <cmath>

namespace musicrl {
namespace {

// The example of R's binom.test (Conover, Practical Nonparametric Statistics, 1971, page 97): Mendel's 682 of 925 peas.
TEST(Binomial, agreesWithRsExampleOfMendelsPeas) {
    const BinomialResult peas = binomialTest(682, 925, Alternative::TwoSided, 0.75);
    EXPECT_NEAR(peas.pValue, 0.382491559574852, 1e-12);
    EXPECT_NEAR(peas.share.interval.low, 0.707668264079039, 1e-12);
    EXPECT_NEAR(peas.share.interval.high, 0.765406558241525, 1e-12);
}

// R 4.2.2: binom.test(3, 20), binom.test(7, 20, p = 0.3), binom.test(12, 16, alternative = "greater")
TEST(Binomial, agreesWithRForFewTrials) {
    const BinomialResult few = binomialTest(3, 20);
    EXPECT_NEAR(few.pValue, 0.00257682800292969, 1e-14);
    EXPECT_NEAR(few.share.interval.low, 0.0320709371854637, 1e-12);
    EXPECT_NEAR(few.share.interval.high, 0.3789268265453140, 1e-12);
    EXPECT_NEAR(binomialTest(7, 20, Alternative::TwoSided, 0.3).pValue, 0.629497966676677, 1e-12);
    EXPECT_NEAR(binomialTest(12, 16, Alternative::Greater).pValue, 0.0384063720703125, 1e-14);
    EXPECT_NEAR(binomialTest(4, 16, Alternative::Less).pValue, 0.0384063720703125, 1e-14);
}

TEST(Binomial, knowsItsEnds) {
    EXPECT_EQ(binomialTest(0, 9, Alternative::Greater).pValue, 1.0);
    EXPECT_EQ(binomialTest(0, 9).share.interval.low, 0.0);
    EXPECT_NEAR(binomialTest(9, 9).share.interval.low, std::pow(0.025, 1.0 / 9.0), 1e-12);
    EXPECT_TRUE(std::isnan(binomialTest(0, 0).share.value));
    EXPECT_EQ(binomialTest(0, 0).pValue, 1.0);
    expectError(ErrorKind::BadInput, "5 successes in 4", [] { static_cast<void>(binomialTest(5, 4)); });
}

}  // namespace
}  // namespace musicrl
