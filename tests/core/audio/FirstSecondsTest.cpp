// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/FirstSeconds.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

TEST(FirstSeconds, keepsTheBeginningOfAllChannels) {
    const auto clip =
        std::make_shared<const Clip>(Clip{.sampleRateHz = 10, .channels = 2, .samples = std::vector<float>(60, 0.5F)});
    EXPECT_EQ(firstSeconds(clip, 2.0)->samples.size(), 40U);
    EXPECT_EQ(firstSeconds(clip, 3.0), clip) << "nothing to cut off";
    EXPECT_EQ(firstSeconds(clip, 9.0), clip);
}

}  // namespace
}  // namespace musicrl
