// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/Peaks.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

TEST(Peaks, areTheExtremesOfEachPartOverAllChannels) {
    const Clip clip{8000, 2, {0.1F, -0.1F, 0.5F, -0.2F, -0.9F, 0.0F, 0.3F, 0.2F}};
    const std::vector<Peak> peaks = waveformPeaks(clip, 2);
    ASSERT_EQ(peaks.size(), 2U);
    EXPECT_EQ(peaks[0].low, -0.2F);
    EXPECT_EQ(peaks[0].high, 0.5F);
    EXPECT_EQ(peaks[1].low, -0.9F);
    EXPECT_EQ(peaks[1].high, 0.3F);
}

TEST(Peaks, missNoSampleWhateverTheNumberOfParts) {
    for (std::size_t spike = 0; spike < 1000; spike += 37) {
        Clip clip{8000, 1, std::vector<float>(1000, 0.0F)};
        clip.samples[spike] = 1.0F;
        for (const int buckets : {1, 7, 333, 1000}) {
            int found = 0;
            for (const Peak& peak : waveformPeaks(clip, buckets)) {
                found += peak.high == 1.0F ? 1 : 0;
            }
            EXPECT_EQ(found, 1) << spike << " in " << buckets;
        }
    }
}

TEST(Peaks, leaveNoHolesInAClipShorterThanTheDrawing) {
    for (const Peak& peak : waveformPeaks(Clip{8000, 1, {0.5F, 0.5F, 0.5F}}, 10)) {
        EXPECT_EQ(peak.high, 0.5F);
    }
    EXPECT_EQ(waveformPeaks(Clip{8000, 1, {}}, 4).size(), 4U);
}

}  // namespace
}  // namespace musicrl
