// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ThreadPriority.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <thread>

namespace musicrl {
namespace {

TEST(ThreadPriority, isLoweredForThisThreadAndItsOwnAlone) {
    const int before = getpriority(PRIO_PROCESS, 0);
    int lowered = 0;
    int inherited = 0;
    std::thread([&] {
        lowerThreadPriority();
        lowered = getpriority(PRIO_PROCESS, 0);
        std::thread([&] { inherited = getpriority(PRIO_PROCESS, 0); }).join();
    }).join();
    EXPECT_GE(lowered, 10);
    EXPECT_EQ(inherited, lowered);
    EXPECT_EQ(getpriority(PRIO_PROCESS, 0), before);
}

}  // namespace
}  // namespace musicrl
