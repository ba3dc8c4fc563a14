// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/TokenLayout.h"
#include "support/ExpectError.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

TEST(TokenLayout, putsTheSemanticTokenBeforeItsCodeSteps) {
    const TokenLayout layout{.coarseLevels = 2, .codesPerFrame = 2};
    const auto semantic = torch::tensor({{1, 2}}, torch::kLong);
    const auto codes = torch::tensor({{{10, 11, 12, 13}, {20, 21, 22, 23}, {90, 91, 92, 93}}}, torch::kLong);
    const auto expected = torch::tensor({{1, 10, 20, 11, 21, 2, 12, 22, 13, 23}}, torch::kLong);
    EXPECT_TRUE(torch::equal(interleave(semantic, codes, layout), expected));
    const TokenStreams back = deinterleave(expected, layout);
    EXPECT_TRUE(torch::equal(back.semantic, semantic));
    EXPECT_TRUE(torch::equal(back.coarse, codes.narrow(1, 0, 2)));
}

TEST(TokenLayout, refusesLengthsThatDoNotFit) {
    const TokenLayout layout;
    EXPECT_EQ(layout.tokensPerFrame(), 9);
    expectError(ErrorKind::BadInput, "codes", [&] {
        (void)interleave(torch::zeros({1, 3}, torch::kLong), torch::zeros({1, 4, 5}, torch::kLong), layout);
    });
    expectError(ErrorKind::BadInput, "frames of 9", [&] {
        (void)deinterleave(torch::zeros({1, 10}, torch::kLong), layout);
    });
}

}  // namespace
}  // namespace musicrl
