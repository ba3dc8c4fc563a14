// SPDX-License-Identifier: GPL-3.0-or-later
#include "reward/ScoringWindows.h"
#include "support/ExpectError.h"
#include "support/makeSine.h"

#include <gmock/gmock.h>
#include <limits>

namespace musicrl {
namespace {

using testing::ElementsAre;

TEST(ScoringWindows, coverAClipFromItsStartAndAlignTheLastWithItsEnd) {
    EXPECT_THAT(consecutiveWindows(7, 10), ElementsAre(FrameSpan{0, 7}));
    EXPECT_THAT(consecutiveWindows(10, 10), ElementsAre(FrameSpan{0, 10}));
    EXPECT_THAT(consecutiveWindows(25, 10), ElementsAre(FrameSpan{0, 10}, FrameSpan{10, 20}, FrameSpan{15, 25}));
    EXPECT_THAT(consecutiveWindows(30, 10), ElementsAre(FrameSpan{0, 10}, FrameSpan{10, 20}, FrameSpan{20, 30}));
}

TEST(ScoringWindows, areTheFirstAndTheLastOfALongClip) {
    EXPECT_THAT(firstAndLastWindow(7, 20), ElementsAre(FrameSpan{0, 7}));
    EXPECT_THAT(firstAndLastWindow(20, 20), ElementsAre(FrameSpan{0, 20}));
    EXPECT_THAT(firstAndLastWindow(30, 20), ElementsAre(FrameSpan{0, 20}, FrameSpan{10, 30}));
    EXPECT_THAT(firstAndLastWindow(100, 20), ElementsAre(FrameSpan{0, 20}, FrameSpan{80, 100}));
}

TEST(ScoringWindows, prepareAClipAsMonoAtTheModelsRate) {
    Clip stereo{.sampleRateHz = 32000, .channels = 2, .samples = {}};
    for (const float sample : makeSine(440.0, 1.0, 32000).samples) {
        stereo.samples.insert(stereo.samples.end(), {sample, 0.0F});
    }
    const Clip ready = preparedForScoring(std::make_shared<const Clip>(stereo), 16000);
    EXPECT_EQ(ready.channels, 1);
    EXPECT_EQ(ready.sampleRateHz, 16000);
    EXPECT_EQ(ready.frames(), 16000);
}

TEST(ScoringWindows, refuseClipsThatCannotBeScored) {
    const Clip empty{.sampleRateHz = 16000, .channels = 1, .samples = {}};
    const Clip broken{.sampleRateHz = 16000, .channels = 1, .samples = {0.0F, std::numeric_limits<float>::quiet_NaN()}};
    expectError(ErrorKind::BadInput, "without samples", [] { (void)preparedForScoring(nullptr, 16000); });
    expectError(ErrorKind::BadInput, "without samples",
                [&] { (void)preparedForScoring(std::make_shared<const Clip>(empty), 16000); });
    expectError(ErrorKind::BadInput, "finite",
                [&] { (void)preparedForScoring(std::make_shared<const Clip>(broken), 16000); });
    expectError(ErrorKind::Internal, "mulan score of clip 3", [] { expectFiniteScore(std::nan(""), "mulan", 2); });
}

}  // namespace
}  // namespace musicrl
