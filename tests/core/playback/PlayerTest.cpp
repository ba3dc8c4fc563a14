// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
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

TEST(Player, tellsWhatIsNotBitExact) {
    Player player;  // at 44.1 kHz while there is no output
    player.setClip(0, silence(44100, 1.0));
    player.setClip(1, silence(16000, 1.0));
    EXPECT_TRUE(player.exactness(0).bitExact());
    EXPECT_EQ(toText(player.exactness(0)), "bit-exact");
    EXPECT_FALSE(player.exactness(1).bitExact());
    EXPECT_EQ(toText(player.exactness(1)), "resampled from 16 to 44.1 kHz");
    player.setGainDb(0, -3.25);
    EXPECT_FALSE(player.exactness(0).bitExact());
    player.setGainDb(0, 0.0);
    player.setVolumeDb(-12.0);
    EXPECT_EQ(toText(player.exactness(0)), "−12.0 dB");
    player.setClip(1, nullptr);
    EXPECT_EQ(toText(player.exactness(1)), "");
    EXPECT_EQ(toText({.sourceRateHz = 16000, .outputRateHz = 16000, .mixedDown = true}), "mixed down");
    EXPECT_FALSE((LaneExactness{.sourceRateHz = 16000, .outputRateHz = 16000, .mixedDown = true}).bitExact());
}

TEST(Player, keepsALockedVolume) {
    Player player;
    player.setVolumeDb(6.0);
    EXPECT_EQ(player.volumeDb(), 0.0);  // never louder than the file
    player.setVolumeDb(-20.0);
    player.lockVolume();
    player.setVolumeDb(-3.0);
    EXPECT_EQ(player.volumeDb(), -20.0);
    EXPECT_TRUE(player.conditions().volumeLocked);
    player.unlockVolume();
    player.setVolumeDb(-3.0);
    EXPECT_EQ(player.volumeDb(), -3.0);
}

TEST(Player, takesTheStagedTrialInPlaceOfAllThatWasThere) {
    Player player(3);
    player.setClip(0, silence(44100, 9.0));
    player.setClip(2, silence(44100, 9.0));
    player.seek(4.0);
    player.setLoop(LoopRegion{1.0, 2.0});
    player.stageNext(prepareTrial({silence(44100, 2.0), silence(16000, 3.0)}, std::nullopt, -23.0, 44100));
    EXPECT_TRUE(player.hasNext());
    EXPECT_FALSE(player.levels().has_value());
    player.startNext(1);
    EXPECT_FALSE(player.hasNext());
    EXPECT_DOUBLE_EQ(player.durationSeconds(), 3.0);
    EXPECT_DOUBLE_EQ(player.positionSeconds(), 0.0);
    EXPECT_EQ(player.heardLane(), 1);
    EXPECT_FALSE(player.loop().has_value());
    ASSERT_TRUE(player.levels().has_value());
    EXPECT_FALSE(player.levels()->matched);
    EXPECT_THROW(player.startNext(), Error);
    EXPECT_THROW(player.stageNext(PreparedTrial{.clips = std::vector<PlayableClip>(4), .levels = {}}), Error);
}

TEST(Player, resamplesNoStagedTrialItself) {
    Player player(2);
    const PreparedTrial other = prepareTrial({silence(44100, 2.0), silence(16000, 3.0)}, std::nullopt, -23.0, 48000);
    EXPECT_FALSE(isAtRate(other, 44100));
    EXPECT_THROW(player.stageNext(other), Error);
    EXPECT_FALSE(player.hasNext());
    const PreparedTrial here = atRate(other, player.sampleRateHz());
    EXPECT_TRUE(isAtRate(here, 44100));
    EXPECT_EQ(here.clips[0].playable, here.clips[0].source);  // as it is in the file
    EXPECT_EQ(here.clips[1].playable->frames(), 3 * 44100);
    EXPECT_EQ(here.levels, other.levels);
    player.stageNext(here);
    EXPECT_TRUE(player.hasNext());
}

TEST(Player, tracesWhatIsDone) {
    Player player(2);
    player.setClip(0, silence(44100, 9.0));
    player.clearTrace();
    player.seek(4.0);
    player.switchTo(1);
    player.switchTo(1);  // nothing happens
    player.setLoop(LoopRegion{1.0, 2.0});
    player.setLoop(std::nullopt);
    const std::vector<ListeningEvent> events = player.trace().events;
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(events[0].action, ListeningAction::Seek);
    EXPECT_EQ(events[0].clipSeconds, 0.0);
    EXPECT_EQ(events[0].toSeconds, 4.0);
    EXPECT_EQ(events[1].action, ListeningAction::Switch);
    EXPECT_EQ(events[1].lane, 1);
    EXPECT_EQ(events[1].clipSeconds, 4.0);
    EXPECT_EQ(events[2].action, ListeningAction::Loop);
    EXPECT_EQ(events[2].endSeconds, 2.0);
    EXPECT_EQ(events[3].action, ListeningAction::ClearLoop);
    EXPECT_GE(events[3].monotonicSeconds, events[0].monotonicSeconds);
    EXPECT_EQ(player.trace().heardSeconds, (std::vector<double>{0.0, 0.0}));
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
