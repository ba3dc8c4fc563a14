// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Summary.h"

#include "support/ExpectError.h"

#include <cmath>

namespace musicrl {
namespace {

TEST(Summary, ofFourValuesAgreesWithPaperAndPencil) {
    const MeanWithError found = meanWithError({1.0, 2.0, 4.0, 5.0});
    EXPECT_DOUBLE_EQ(found.mean, 3.0);
    EXPECT_DOUBLE_EQ(found.standardError, std::sqrt((4.0 + 1.0 + 1.0 + 4.0) / 3.0 / 4.0));
}

TEST(Summary, ofOneValueHasNoError) {
    EXPECT_DOUBLE_EQ(meanWithError({-2.5}).mean, -2.5);
    EXPECT_TRUE(std::isnan(meanWithError({-2.5}).standardError));
}

TEST(Summary, needsAValue) {
    expectError(ErrorKind::Internal, "no values", [] { static_cast<void>(meanWithError({})); });
}

}  // namespace
}  // namespace musicrl
