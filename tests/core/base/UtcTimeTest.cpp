// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/UtcTime.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

TEST(UtcTime, writesAKnownMoment) {
    EXPECT_EQ(utcText(std::chrono::system_clock::from_time_t(1'000'000'000)), "2001-09-09T01:46:40Z");
}

}  // namespace
}  // namespace musicrl
