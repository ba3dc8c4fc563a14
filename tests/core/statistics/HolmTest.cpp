// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Holm.h"

#include "support/ExpectError.h"

namespace musicrl {
namespace {

using testing::DoubleNear;
using testing::Pointwise;

using Values = std::vector<double>;

// p.adjust(c(...), "holm") of R 4.2.2.
TEST(Holm, agreesWithR) {
    EXPECT_THAT(holmAdjusted(Values{0.01, 0.04, 0.03, 0.005}),
                Pointwise(DoubleNear(1e-15), Values{0.03, 0.06, 0.06, 0.02}));
    EXPECT_THAT(holmAdjusted(Values{0.01, 0.02, 0.03, 0.04, 0.05}),
                Pointwise(DoubleNear(1e-15), Values{0.05, 0.08, 0.09, 0.09, 0.09}));
    EXPECT_THAT(holmAdjusted(Values{0.2, 0.01, 0.013, 0.5, 0.013}),
                Pointwise(DoubleNear(1e-15), Values{0.4, 0.05, 0.052, 0.5, 0.052}));
}

TEST(Holm, leavesASingleTestAloneAndStopsAtOne) {
    EXPECT_EQ(holmAdjusted(Values{0.03}), Values{0.03});
    EXPECT_EQ(holmAdjusted(Values{0.6, 0.7}), (Values{1.0, 1.0}));
    EXPECT_TRUE(holmAdjusted(Values{}).empty());
}

TEST(Holm, refusesWhatIsNoProbability) {
    expectError(ErrorKind::Internal, "p-value outside", [] { static_cast<void>(holmAdjusted(Values{0.5, 1.5})); });
}

}  // namespace
}  // namespace musicrl
