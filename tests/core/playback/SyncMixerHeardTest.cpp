// SPDX-License-Identifier: GPL-3.0-or-later
#include "SyncMixerFixture.h"

namespace musicrl {
namespace {

TEST_F(SyncMixerTest, countsForHowLongEachClipWasHeard) {
    mixer.setClip(0, ramp(200, 0.1F));
    mixer.setClip(1, ramp(70, -0.5F));
    mixer.play();
    (void)rendered(mixer, 60);
    mixer.switchTo(1);
    (void)rendered(mixer, 50);  // the second clip ends at 70
    EXPECT_EQ(mixer.heardFrames(0), 64);
    EXPECT_EQ(mixer.heardFrames(1), 5);
    mixer.clearHeard();
    EXPECT_EQ(mixer.heardFrames(0), 0);  // at once, though nobody has rendered since
    mixer.switchTo(0);
    (void)rendered(mixer, 40);
    EXPECT_EQ(mixer.heardFrames(0), 35);
    mixer.pause();
    (void)rendered(mixer, 40);
    EXPECT_EQ(mixer.heardFrames(0), 39);
}

TEST_F(SyncMixerTest, countsWhatSoundsAgainInALoopOnlyOnceAsCovered) {
    playBoth();
    (void)rendered(mixer, 40);
    EXPECT_EQ(mixer.coveredFrames(0), 40);
    mixer.setLoop(30, 31);
    (void)rendered(mixer, 500);
    EXPECT_EQ(mixer.heardFrames(0), 539);   // all but the silent bottom of the dip
    EXPECT_LE(mixer.coveredFrames(0), 50);  // 40, and what the dip out of them took
    mixer.clearLoop();
    (void)rendered(mixer, 300);
    EXPECT_NEAR(static_cast<double>(mixer.coveredFrames(0)), 200.0, 1.0);
    EXPECT_EQ(mixer.coveredFrames(1), 0);
    mixer.clearHeard();
    EXPECT_EQ(mixer.coveredFrames(0), 0);
}

TEST_F(SyncMixerTest, countsOnWhereAMixerOfAnotherRateStopped) {
    playBoth();
    (void)rendered(mixer, 100);
    SyncMixer twice{{.sampleRateHz = 2 * rate, .outputChannels = 1, .lanes = 2, .fadeSeconds = 0.005}};
    const auto longer = std::make_shared<const Clip>(
        Clip{.sampleRateHz = 2 * rate, .channels = 1, .samples = std::vector<float>(400, 0.5F)});
    twice.setClip(0, longer);
    twice.seek(100);  // half of what was heard comes again
    twice.render(nullptr, 0);
    twice.goOnFrom(mixer);
    EXPECT_EQ(twice.heardFrames(0), 200);
    EXPECT_EQ(twice.coveredFrames(0), 200);
    twice.play();
    (void)rendered(twice, 200);
    EXPECT_EQ(twice.heardFrames(0), 400);
    EXPECT_EQ(twice.coveredFrames(0), 300);
}

}  // namespace
}  // namespace musicrl
