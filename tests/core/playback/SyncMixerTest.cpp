// SPDX-License-Identifier: GPL-3.0-or-later
#include "SyncMixerFixture.h"
#include "base/Error.h"

#include <atomic>
#include <cmath>
#include <numbers>
#include <thread>

namespace musicrl {
namespace {

TEST_F(SyncMixerTest, isSilentUntilPlayed) {
    mixer.setClip(0, ramp(50, 0.1F));
    for (const float sample : rendered(mixer, 20)) {
        EXPECT_EQ(sample, 0.0F);
    }
    EXPECT_EQ(mixer.positionFrames(), 0);
}

TEST_F(SyncMixerTest, passesSamplesUnchangedAfterTheFadeIn) {
    playBoth();
    const std::vector<float> out = rendered(mixer, 40);
    for (int i = 0; i < fadeFrames; ++i) {
        EXPECT_NEAR(out[static_cast<std::size_t>(i)], raisedCosine(i + 1) * rampAt(i, 0.1F), 1e-6);
    }
    for (std::size_t i = fadeFrames; i < out.size(); ++i) {
        EXPECT_EQ(out[i], rampAt(static_cast<std::int64_t>(i), 0.1F));
    }
    EXPECT_EQ(mixer.positionFrames(), 40);
    EXPECT_TRUE(mixer.playing());
}

TEST_F(SyncMixerTest, switchesAtTheSamePositionThroughARaisedCosineDip) {
    playBoth();
    (void)rendered(mixer, 60);
    mixer.switchTo(1);
    const std::vector<float> out = rendered(mixer, 40);
    for (int i = 0; i < fadeFrames; ++i) {  // A goes out ...
        EXPECT_NEAR(out[static_cast<std::size_t>(i)], raisedCosine(fadeFrames - 1 - i) * rampAt(60 + i, 0.1F), 1e-6);
    }
    for (int i = fadeFrames; i < 2 * fadeFrames; ++i) {  // ... then B comes in, the position running on ...
        EXPECT_NEAR(out[static_cast<std::size_t>(i)], raisedCosine(i - fadeFrames + 1) * rampAt(60 + i, -0.5F), 1e-6);
    }
    for (std::size_t i = 2 * fadeFrames; i < out.size(); ++i) {  // ... and is B exactly.
        EXPECT_EQ(out[i], rampAt(60 + static_cast<std::int64_t>(i), -0.5F));
    }
}

TEST_F(SyncMixerTest, givesTheSameSamplesForAnyBlockSize) {
    playBoth();
    std::vector<float> whole = rendered(mixer, 64);
    mixer.switchTo(1);
    const std::vector<float> rest = rendered(mixer, 64);
    whole.insert(whole.end(), rest.begin(), rest.end());

    SyncMixer other{mixer.config()};
    other.setClip(0, ramp(200, 0.1F));
    other.setClip(1, ramp(200, -0.5F));
    other.play();
    std::vector<float> pieces;
    for (int block = 0; block < 32; ++block) {
        if (block == 16) {
            other.switchTo(1);
        }
        const std::vector<float> piece = rendered(other, 4);
        pieces.insert(pieces.end(), piece.begin(), piece.end());
    }
    EXPECT_EQ(whole, pieces);
}

TEST_F(SyncMixerTest, comesBackWhenASwitchIsTakenBackInTheMiddleOfTheDip) {
    playBoth();
    (void)rendered(mixer, 20);
    mixer.switchTo(1);
    (void)rendered(mixer, 2);
    mixer.switchTo(0);
    const std::vector<float> out = rendered(mixer, 10);
    EXPECT_NEAR(out[0], raisedCosine(4) * rampAt(22, 0.1F), 1e-6);
    EXPECT_EQ(out[1], rampAt(23, 0.1F));
}

TEST_F(SyncMixerTest, crossFadesAtEqualPowerWithoutADipWhenAsked) {
    mixer.setClip(0, ramp(200, 0.1F));
    mixer.setClip(1, ramp(200, -0.5F));
    mixer.play();
    (void)rendered(mixer, 60);
    mixer.switchTo(1, SwitchStyle::CrossFade);
    const std::vector<float> out = rendered(mixer, 30);
    for (int i = 0; i < 2 * fadeFrames; ++i) {
        const double angle = std::numbers::pi / 2.0 * (i + 1) / (2 * fadeFrames);
        const double expected = std::cos(angle) * rampAt(60 + i, 0.1F) + std::sin(angle) * rampAt(60 + i, -0.5F);
        EXPECT_NEAR(out[static_cast<std::size_t>(i)], expected, 1e-6) << "frame " << i;
    }
    for (std::size_t i = 2 * fadeFrames; i < out.size(); ++i) {
        EXPECT_EQ(out[i], rampAt(60 + static_cast<std::int64_t>(i), -0.5F));
    }
}

TEST_F(SyncMixerTest, letsGoOfAClipReplacedInACrossFadeOnceThatIsOver) {
    std::weak_ptr<const Clip> leaving;
    {
        const ClipPtr clip = ramp(200, 0.1F);
        leaving = clip;
        mixer.setClip(0, clip);
    }
    mixer.setClip(1, ramp(200, -0.5F));
    mixer.play();
    (void)rendered(mixer, 20);
    mixer.switchTo(1, SwitchStyle::CrossFade);
    (void)rendered(mixer, 3);
    mixer.setClip(0, ramp(200, 0.3F));
    const std::vector<float> out = rendered(mixer, 2);
    EXPECT_GT(out[0], rampAt(23, -0.5F) + 0.05F);  // the old clip still sounds along
    mixer.setGain(0, 1.0F);
    EXPECT_FALSE(leaving.expired());
    (void)rendered(mixer, 20);
    mixer.setGain(0, 1.0F);
    EXPECT_TRUE(leaving.expired());
}

TEST_F(SyncMixerTest, beginsTheOtherClipAnewWhenAskedTo) {
    playBoth();
    (void)rendered(mixer, 60);
    mixer.switchTo(1, SwitchStyle::Restart);
    const std::vector<float> out = rendered(mixer, 30);
    EXPECT_EQ(out[4], 0.0F);
    EXPECT_EQ(out[20], rampAt(16, -0.5F));  // frame 0 fell on the silent bottom of the dip, 4 frames in
    mixer.setLoop(10, 50);
    mixer.switchTo(0, SwitchStyle::Restart);
    EXPECT_EQ(rendered(mixer, 30)[20], rampAt(26, 0.1F));
}

TEST_F(SyncMixerTest, keepsThreeClipsInStep) {
    SyncMixer three{{.sampleRateHz = rate, .outputChannels = 1, .lanes = 3, .fadeSeconds = 0.005}};
    for (int lane = 0; lane < 3; ++lane) {
        three.setClip(lane, ramp(200, static_cast<float>(lane)));
    }
    three.play();
    (void)rendered(three, 30);
    three.switchTo(2);
    EXPECT_EQ(rendered(three, 30)[20], rampAt(50, 2.0F));
    three.switchTo(1);
    EXPECT_EQ(rendered(three, 30)[20], rampAt(80, 1.0F));
}

TEST_F(SyncMixerTest, loopsWithoutAGap) {
    playBoth();
    mixer.setLoop(20, 50);
    const std::vector<float> out = rendered(mixer, 110);
    for (std::int64_t i = fadeFrames; i < 110; ++i) {
        const std::int64_t expected = i < 50 ? i : 20 + (i - 50) % 30;
        ASSERT_EQ(out[static_cast<std::size_t>(i)], rampAt(expected, 0.1F)) << "frame " << i;
    }
    mixer.clearLoop();
    (void)rendered(mixer, 100);
    EXPECT_GT(mixer.positionFrames(), 50);
}

TEST_F(SyncMixerTest, goesBackToALoopSetBehindThePosition) {
    playBoth();
    (void)rendered(mixer, 100);
    mixer.setLoop(20, 50);
    const std::vector<float> out = rendered(mixer, 15);
    for (int i = 0; i < 4; ++i) {  // fades out where it was
        EXPECT_NEAR(out[static_cast<std::size_t>(i)], raisedCosine(4 - i) * rampAt(100 + i, 0.1F), 1e-6);
    }
    EXPECT_EQ(out[4], 0.0F);
    EXPECT_EQ(out[14], rampAt(30, 0.1F));  // frame 20 fell on the silent bottom of the dip, 4 frames in
}

TEST_F(SyncMixerTest, goesBackToTheLoopAfterASeekBehindIt) {
    playBoth();
    mixer.setLoop(20, 50);
    (void)rendered(mixer, 30);
    mixer.seek(120);
    std::vector<float> out = rendered(mixer, 15);
    EXPECT_EQ(out[14], rampAt(30, 0.1F));  // frame 20 fell on the silent bottom of the dip, 4 frames in
    mixer.pause();
    mixer.seek(190);
    (void)rendered(mixer, 10);
    EXPECT_EQ(mixer.positionFrames(), 20);
    mixer.seek(10);  // before it: runs into it
    (void)rendered(mixer, 1);
    EXPECT_EQ(mixer.positionFrames(), 10);
}

TEST_F(SyncMixerTest, seeksWhilePausedAtOnceAndWhilePlayingThroughADip) {
    playBoth();
    mixer.pause();
    mixer.seek(100);
    (void)rendered(mixer, 0);
    EXPECT_EQ(mixer.positionFrames(), 100);
    mixer.play();
    EXPECT_EQ(rendered(mixer, 20)[10], rampAt(110, 0.1F));
    mixer.seek(30);
    const std::vector<float> out = rendered(mixer, 20);
    EXPECT_NEAR(out[0], raisedCosine(4) * rampAt(120, 0.1F), 1e-6);
    EXPECT_EQ(out[4], 0.0F);
    EXPECT_EQ(out[19], rampAt(45, 0.1F));
}

TEST_F(SyncMixerTest, stopsWhereTheLongestClipEndsAndStartsAgainFromTheBeginning) {
    mixer.setClip(0, ramp(30, 0.1F));
    mixer.setClip(1, ramp(40, -0.5F));
    mixer.play();
    const std::vector<float> out = rendered(mixer, 60);
    EXPECT_EQ(out[29], rampAt(29, 0.1F));
    EXPECT_EQ(out[30], 0.0F);
    EXPECT_EQ(mixer.positionFrames(), 40);
    EXPECT_FALSE(mixer.playing());
    mixer.play();
    EXPECT_EQ(rendered(mixer, 20)[10], rampAt(10, 0.1F));
}

TEST_F(SyncMixerTest, pausesWithAFadeAndGoesOnFromThere) {
    playBoth();
    (void)rendered(mixer, 50);
    mixer.pause();
    const std::vector<float> out = rendered(mixer, 20);
    EXPECT_NEAR(out[0], raisedCosine(4) * rampAt(50, 0.1F), 1e-6);
    for (std::size_t i = fadeFrames - 1; i < out.size(); ++i) {
        EXPECT_EQ(out[i], 0.0F);
    }
    EXPECT_EQ(mixer.positionFrames(), 54);
    mixer.play();
    EXPECT_EQ(rendered(mixer, 10)[6], rampAt(60, 0.1F));
}

TEST_F(SyncMixerTest, changesTheGainOfAHeardLaneInSmallSteps) {
    playBoth();
    (void)rendered(mixer, 20);
    mixer.setGain(0, 0.5F);
    const std::vector<float> out = rendered(mixer, 10);
    EXPECT_NEAR(out[0], 0.9 * rampAt(20, 0.1F), 1e-6);
    EXPECT_EQ(out[9], 0.5F * rampAt(29, 0.1F));
}

TEST_F(SyncMixerTest, playsMonoOnBothChannelsAndStereoAsItIs) {
    SyncMixer stereo{{.sampleRateHz = rate, .outputChannels = 2, .lanes = 2, .fadeSeconds = 0.005}};
    stereo.setClip(0, ramp(100, 0.1F));
    stereo.setClip(1, ramp(100, -0.5F, 2));
    stereo.play();
    const std::vector<float> mono = rendered(stereo, 20);
    EXPECT_EQ(mono[20], rampAt(10, 0.1F));
    EXPECT_EQ(mono[21], rampAt(10, 0.1F));
    stereo.switchTo(1);
    const std::vector<float> both = rendered(stereo, 20);
    EXPECT_EQ(both[30], rampAt(35, -0.5F));
    EXPECT_EQ(both[31], rampAt(35, -0.5F) + 0.5F);
}

TEST_F(SyncMixerTest, mixesStereoDownForAMonoOutput) {
    mixer.setClip(0, ramp(100, -0.5F, 2));
    mixer.play();
    EXPECT_FLOAT_EQ(rendered(mixer, 20)[10], rampAt(10, -0.25F));  // of -0.5 and 0
}

TEST_F(SyncMixerTest, letsGoOfAReplacedClipOnlyOnceItIsNoLongerHeard) {
    std::weak_ptr<const Clip> first;
    {
        const ClipPtr clip = ramp(200, 0.1F);
        first = clip;
        mixer.setClip(0, clip);
    }
    mixer.play();
    (void)rendered(mixer, 20);
    mixer.setClip(0, ramp(200, 0.3F));
    (void)rendered(mixer, 2);
    mixer.setGain(0, 1.0F);
    EXPECT_FALSE(first.expired());  // still fading out
    const std::vector<float> out = rendered(mixer, 20);
    EXPECT_EQ(out[19], rampAt(41, 0.3F));
    EXPECT_FALSE(first.expired());  // the audio thread frees nothing
    mixer.setGain(0, 1.0F);
    EXPECT_TRUE(first.expired());
}

TEST_F(SyncMixerTest, refusesAClipOfAnotherRate) {
    const auto clip = std::make_shared<const Clip>(Clip{.sampleRateHz = 999, .channels = 1, .samples = {0.0F}});
    EXPECT_THROW(mixer.setClip(0, clip), Error);
}

TEST_F(SyncMixerTest, saysWhenNobodyTakesItsOrders) {
    for (int i = 0; i < 1024; ++i) {
        ASSERT_TRUE(mixer.takesOrders());
        mixer.pause();
    }
    EXPECT_FALSE(mixer.takesOrders());
    mixer.render(nullptr, 0);
    EXPECT_TRUE(mixer.takesOrders());
}

TEST_F(SyncMixerTest, obeysWhileAnotherThreadRenders) {
    playBoth(100000);
    std::atomic<bool> stop{false};
    std::atomic<int> strange{0};
    std::thread audio([&] {
        std::vector<float> out(64);
        while (!stop) {
            mixer.render(out.data(), 64);
            for (const float sample : out) {
                strange += std::abs(sample) > 11.0F ? 1 : 0;
            }
        }
    });
    for (int i = 0; i < 2000; ++i) {
        while (!mixer.takesOrders()) {
            std::this_thread::yield();
        }
        mixer.switchTo(i % 2);
        mixer.setClip(i % 2, ramp(1000 + i, 0.1F));
        mixer.seek(i);
        mixer.play();
    }
    stop = true;
    audio.join();
    EXPECT_EQ(strange, 0);
}

}  // namespace
}  // namespace musicrl
