// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/PeakMemory.h"

#include <gtest/gtest.h>
#include <memory>
#include <vector>

namespace musicrl {
namespace {

constexpr std::int64_t block = 64 << 20;

TEST(PeakMemory, remembersWhatWasFreedUntilItIsReset) {
    resetPeakMemory();
    const std::int64_t before = peakMemoryBytes();
    ASSERT_GT(before, 0);
    { const std::vector<char> held(static_cast<std::size_t>(block), 'x'); }
    EXPECT_GE(peakMemoryBytes(), before + block / 2);
    resetPeakMemory();
    EXPECT_LT(peakMemoryBytes(), before + block / 2);
}

}  // namespace
}  // namespace musicrl
