// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/Player.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

ClipPtr silence(int rate, double seconds) {
    Clip clip{.sampleRateHz = rate, .channels = 1, .samples = {}};
    clip.samples.resize(static_cast<std::size_t>(rate * seconds));
    return std::make_shared<const Clip>(std::move(clip));
}

TEST(Player, keepsClipsAndPositionWithoutASoundOutput) {
    Player player;
    EXPECT_FALSE(player.hasDevice());
    EXPECT_FALSE(player.deviceText().empty());
    player.setClip(0, silence(16000, 2.0));
    player.setClip(1, silence(44100, 3.0));
    EXPECT_DOUBLE_EQ(player.durationSeconds(), 3.0);
    player.seek(1.5);
    EXPECT_DOUBLE_EQ(player.positionSeconds(), 1.5);
    player.seek(99.0);
    EXPECT_DOUBLE_EQ(player.positionSeconds(), 3.0);
    player.switchTo(1);
    EXPECT_EQ(player.heardLane(), 1);
}

TEST(Player, doesNotPlayWithoutASoundOutput) {
    Player player;
    player.setClip(0, silence(44100, 1.0));
    player.play();
    player.checkDevice();
    EXPECT_FALSE(player.playing());
}

TEST(Player, keepsALoopUntilItIsCleared) {
    Player player;
    player.setClip(0, silence(44100, 10.0));
    player.seek(9.0);
    player.setLoop(LoopRegion{.beginSeconds = 2.0, .endSeconds = 4.0});
    EXPECT_DOUBLE_EQ(player.positionSeconds(), 2.0);
    player.setLoop(std::nullopt);
    EXPECT_FALSE(player.loop().has_value());
}

TEST(Player, takesAThousandOrdersWithNobodyRendering) {
    Player player;
    for (int i = 0; i < 3000; ++i) {
        player.switchTo(i % 2);
        player.seek(0.0);
    }
    EXPECT_EQ(player.heardLane(), 1);
}

TEST(ClipAtRate, sharesAClipThatHasTheRateAndResamplesAnother) {
    const ClipPtr clip = silence(16000, 1.0);
    EXPECT_EQ(clipAtRate(clip, 16000), clip);
    const ClipPtr other = clipAtRate(clip, 44100);
    EXPECT_EQ(other->sampleRateHz, 44100);
    EXPECT_NEAR(other->durationSeconds(), 1.0, 0.001);
    EXPECT_EQ(clipAtRate(nullptr, 44100), nullptr);
}

TEST(AudioSystem, isListedWithoutNoiseOrFailure) {
    testing::internal::CaptureStderr();
    const AudioSystem system = inspectAudio();
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    EXPECT_FALSE(system.library.empty());
    for (const AudioDeviceInfo& device : system.outputs) {
        EXPECT_GT(device.outputChannels, 0) << device.name;
        EXPECT_FALSE(device.hostApi.empty()) << device.name;
    }
}

}  // namespace
}  // namespace musicrl
