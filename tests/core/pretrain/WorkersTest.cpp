// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/Workers.h"

#include "base/Error.h"
#include "support/ExpectError.h"

#include <ATen/Parallel.h>
#include <atomic>
#include <gtest/gtest.h>
#include <vector>

namespace musicrl {
namespace {

TEST(Workers, doEachPieceOnceAndAlone) {
    std::vector<int> done(1000, 0);
    std::vector<std::size_t> counts(3, 0);
    forEachOnWorkers(done.size(), counts.size(), [&](std::size_t i, std::size_t worker) {
        ++done[i];
        ++counts[worker];
    });
    EXPECT_EQ(done, std::vector<int>(1000, 1));
    EXPECT_EQ(counts[0] + counts[1] + counts[2], 1000U);
    forEachOnWorkers(0, 3, [](std::size_t, std::size_t) { FAIL(); });
}

TEST(Workers, handOnTheFirstFaultAndStop) {
    std::atomic<int> done = 0;
    expectError(ErrorKind::BadInput, "the third", [&] {
        forEachOnWorkers(100'000, 2, [&](std::size_t i, std::size_t) {
            if (i == 2) {
                throw Error(ErrorKind::BadInput, "the third");
            }
            ++done;
        });
    });
    EXPECT_LT(done, 99'999);
}

TEST(Workers, leaveLibTorchItsThreads) {
    const int before = at::get_num_threads();
    at::set_num_threads(2);
    forEachOnWorkers(4, 2, [](std::size_t, std::size_t) { EXPECT_EQ(at::get_num_threads(), 1); });
    EXPECT_EQ(at::get_num_threads(), 2);
    at::set_num_threads(before);
}

}  // namespace
}  // namespace musicrl
