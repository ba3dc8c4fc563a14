// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/makeSine.h"
#include "tasks/bench/ClipFaults.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

/// Silences the samples of a span of a clip.
Clip withGap(Clip clip, double startSeconds, double seconds) {
    const auto first = clip.samples.begin() + static_cast<std::ptrdiff_t>(startSeconds * clip.sampleRateHz);
    std::fill(first, first + static_cast<std::ptrdiff_t>(seconds * clip.sampleRateHz), 0.0F);
    return clip;
}

TEST(ClipFaults, measuresTheLevelOfASine) {
    EXPECT_NEAR(quietestStretchDb(makeSine(1000.0, 3.0, 16000, 0.5), 2.0), 20.0 * std::log10(0.5 / std::sqrt(2.0)),
                0.01);
    EXPECT_NEAR(quietestStretchDb(makeSine(1000.0, 0.5, 16000, 1.0), 2.0), -3.01, 0.01) << "shorter: as a whole";
    EXPECT_EQ(quietestStretchDb({16000, 1, std::vector<float>(16000)}, 2.0), -200.0);
}

TEST(ClipFaults, findsTwoSecondsOfSilenceWhereverTheyAre) {
    const Clip tone = makeSine(440.0, 10.0);
    for (const double start : {0.0, 3.7, 7.95}) {
        EXPECT_TRUE(faultsOf(withGap(tone, start, 2.05), 0.0).silent) << start;
        EXPECT_FALSE(faultsOf(withGap(tone, start, 1.9), 0.0).silent) << start;
    }
    EXPECT_TRUE(faultsOf(makeSine(440.0, 3.0, 16000, 0.004), 0.0).silent);   // -51 dBFS
    EXPECT_FALSE(faultsOf(makeSine(440.0, 3.0, 16000, 0.005), 0.0).silent);  // -49 dBFS
}

TEST(ClipFaults, countsSamplesAtTheLimitOfBothSigns) {
    Clip clip{8000, 1, std::vector<float>(10000, 0.5F)};
    std::fill_n(clip.samples.begin(), 10, 1.0F);
    EXPECT_DOUBLE_EQ(shareAtLevel(clip, 0.999F), 0.001);
    EXPECT_FALSE(faultsOf(clip, 0.0).clipped) << "one in a thousand is not more than one in a thousand";
    clip.samples[50] = -0.9995F;
    EXPECT_TRUE(faultsOf(clip, 0.0).clipped);
}

TEST(ClipFaults, findsTheLongestRunOfEqualFrames) {
    const std::vector<std::int64_t> tokens = {1, 2, /**/ 1, 2, /**/ 2, 1, /**/ 2, 1, /**/ 2, 1, /**/ 1, 1};
    EXPECT_EQ(longestRepeat(tokens, 2), 3);
    EXPECT_EQ(longestRepeat(tokens, 1), 3) << "as frames of one token the last three are equal";
    EXPECT_EQ(longestRepeat({}, 2), 0);
    EXPECT_EQ(longestRepeat(std::vector<std::int64_t>{5, 6, 7}, 3), 1);
}

TEST(ClipFaults, callsTwoSecondsOfOneFrameStuck) {
    const Clip tone = makeSine(440.0, 3.0);
    EXPECT_TRUE(faultsOf(tone, 2.0).stuck);
    EXPECT_FALSE(faultsOf(tone, 1.96).stuck);
    EXPECT_FALSE(faultsOf(tone, 1.96).any());
}

}  // namespace
}  // namespace musicrl
