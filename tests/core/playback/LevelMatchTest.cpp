// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/LevelMatch.h"

#include <array>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

TEST(LevelMatch, bringsClipsToMinus16Lufs) {
    const std::array clips = {Loudness{.integratedLufs = -20.0, .truePeakDbtp = -9.0},
                              Loudness{.integratedLufs = -12.0, .truePeakDbtp = -2.0}};
    const LevelMatch match = levelMatch(clips);
    EXPECT_DOUBLE_EQ(match.targetLufs, -16.0);
    EXPECT_DOUBLE_EQ(match.gainsDb[0], 4.0);
    EXPECT_DOUBLE_EQ(match.gainsDb[1], -4.0);
}

TEST(LevelMatch, goesLowerRatherThanClip) {
    const std::array clips = {Loudness{.integratedLufs = -20.0, .truePeakDbtp = -2.0},
                              Loudness{.integratedLufs = -12.0, .truePeakDbtp = -3.0}};
    const LevelMatch match = levelMatch(clips);
    EXPECT_DOUBLE_EQ(match.targetLufs, -19.0);
    EXPECT_DOUBLE_EQ(match.gainsDb[0], 1.0);  // its peak ends at -1 dBTP
    EXPECT_DOUBLE_EQ(match.gainsDb[1], -7.0);
}

TEST(LevelMatch, leavesSilenceAlone) {
    const std::array clips = {Loudness{}, Loudness{.integratedLufs = -18.0, .truePeakDbtp = -8.0}};
    EXPECT_DOUBLE_EQ(levelMatch(clips).gainsDb[0], 0.0);
    EXPECT_DOUBLE_EQ(levelMatch(clips).gainsDb[1], 2.0);
}

}  // namespace
}  // namespace musicrl
