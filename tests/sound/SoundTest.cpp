// SPDX-License-Identifier: GPL-3.0-or-later
// Sound for real: what the player sends through PortAudio, ALSA and PulseAudio is recorded and compared.
#include "Recording.h"
#include "SoundServer.h"
#include "SwitchHeard.h"
#include "base/Error.h"
#include "playback/Player.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <iostream>
#include <optional>
#include <span>
#include <thread>

namespace musicrl {
namespace {

constexpr float tolerance = 1e-4F;  // a little above half a step of 16 bits
constexpr int attempts = 3;         // a busy machine may lose a buffer; the samples are compared all the same

void rest(int milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

class Sound : public testing::Test {
protected:
    SoundWorld world;
    ClipPtr clipA = noise(1, 6.0);
    ClipPtr clipB = noise(2, 6.0);
    ClipPtr longClip = noise(5, 40.0);

    /// Plays through a new player while the sink is recorded. \return one channel; the other is the same
    std::vector<float> record(const std::function<void(Player&)>& listen) {
        Recorder recorder(world);
        {
            Player player;
            player.openDevice();
            EXPECT_EQ(player.sampleRateHz(), SoundServer::sampleRateHz) << player.deviceText();
            player.setClip(0, clipA);
            player.setClip(1, clipB);
            listen(player);
            player.pause();
            rest(700);  // what is on its way still arrives
        }
        const std::vector<float> both = recorder.finish();
        std::int64_t unequal = 0;
        for (std::size_t i = 0; i + 1 < both.size(); i += 2) {
            unequal += both[i] == both[i + 1] ? 0 : 1;
        }
        EXPECT_EQ(unequal, 0) << "a mono clip goes to both channels";
        return leftOf(both);
    }

    static void waitFor(Player& player, double seconds) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (player.positionSeconds() < seconds && std::chrono::steady_clock::now() < deadline) {
            rest(2);
        }
    }
};

TEST_F(Sound, goesFromClipAToClipBAtTheSamePosition) {
    SoundServer server(world);
    SwitchHeard verdict;
    for (int attempt = 0; attempt < attempts && verdict.wrong != 0; ++attempt) {
        const std::vector<float> recording = record([](Player& player) {
            player.play();
            waitFor(player, 1.0);
            player.switchTo(1);
            waitFor(player, 2.2);
        });
        verdict = judgeSwitch(recording, *clipA, *clipB, {}, tolerance);
        std::cout << "attempt " << attempt + 1 << ": A's frame 0 is recorded frame " << verdict.offsetA << ", B's is "
                  << verdict.offsetB << "; switch at frame " << verdict.switchFrame << "; " << verdict.wrong << " of "
                  << verdict.compared << " frames differ by more than " << tolerance << ", at most by "
                  << verdict.furthest << '\n';
    }
    EXPECT_GE(verdict.offsetA, 0) << "A is not heard";
    EXPECT_EQ(verdict.offsetA, verdict.offsetB) << "the position did not run on";
    EXPECT_EQ(verdict.wrong, 0);
}

TEST_F(Sound, loopsWithoutAGap) {
    SoundServer server(world);
    constexpr std::int64_t begin = 8820;
    constexpr std::int64_t end = 17640;
    std::int64_t wrong = -1;
    for (int attempt = 0; attempt < attempts && wrong != 0; ++attempt) {
        const std::vector<float> recording = record([](Player& player) {
            player.setLoop(LoopRegion{.beginSeconds = 0.2, .endSeconds = 0.4});
            player.play();
            rest(1600);
        });
        const auto place = findByCorrelation(recording, std::span(clipA->samples).subspan(4410, 4410));
        ASSERT_TRUE(place);
        wrong = 0;
        for (std::int64_t i = 4410; i < end + 3 * (end - begin); ++i) {
            const std::int64_t expected = i < end ? i : begin + (i - end) % (end - begin);
            const float heard = recording[static_cast<std::size_t>(*place - 4410 + i)];
            wrong += std::abs(heard - clipA->samples[static_cast<std::size_t>(expected)]) > tolerance ? 1 : 0;
        }
    }
    EXPECT_EQ(wrong, 0);
}

TEST_F(Sound, hasTheNextPairInTheEarWithinTenMilliseconds) {
    SoundServer server(world);
    const ClipPtr nextA = noise(3, 6.0);
    constexpr std::int64_t tenMilliseconds = SoundServer::sampleRateHz / 100;
    double orderSeconds = 1.0;
    std::int64_t gap = -1;
    for (int attempt = 0; attempt < attempts && (gap < 0 || gap > tenMilliseconds); ++attempt) {
        const std::vector<float> recording = record([&](Player& player) {
            player.stageNext(prepareTrial({nextA, clipB}, std::nullopt, 0.0, player.sampleRateHz()));
            player.play();
            waitFor(player, 1.0);
            const auto before = std::chrono::steady_clock::now();
            player.startNext();
            orderSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
            rest(50);
            waitFor(player, 1.0);
        });
        const auto old = offsetOf(*clipA, 22050, recording);
        const auto next = offsetOf(*nextA, 22050, recording);
        ASSERT_TRUE(old && next);
        const float gain = recording[static_cast<std::size_t>(*next) + 22050] / nextA->samples[22050];
        std::int64_t lastOld = *next;  // the last frame that is still the old clip at full level
        while (lastOld > *old && std::abs(recording[static_cast<std::size_t>(lastOld)] -
                                          clipA->samples[static_cast<std::size_t>(lastOld - *old)]) > tolerance) {
            --lastOld;
        }
        std::int64_t firstNext = *next;
        while (std::abs(recording[static_cast<std::size_t>(firstNext)]) < tolerance) {
            ++firstNext;
        }
        gap = firstNext - lastOld;
        std::cout << "the next pair is heard " << gap << " frames behind the old one at full level (gain " << gain
                  << "); the order took " << orderSeconds * 1e6 << " us\n";
    }
    EXPECT_GT(gap, 0);
    EXPECT_LE(gap, tenMilliseconds);
    EXPECT_LT(orderSeconds, 0.005);
}

TEST_F(Sound, playsOnThroughAnotherOutputWhenItsSinkIsRemoved) {
    SoundServer server(world);
    server.setDefault(world, "spare");
    Player player;
    player.openDevice({.hostApi = {}, .name = "first", .latencySeconds = 0.0, .sampleRateHz = 0});
    player.setClip(0, longClip);
    player.clearTrace();
    player.play();
    while (player.positionSeconds() < 0.5) {
        player.checkDevice();
        rest(20);
    }
    ASSERT_TRUE(player.hasDevice());
    std::jthread removal([&] { server.removeSink(world, "test"); });  // while the player is watched, as in the window
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (player.hasDevice() && std::chrono::steady_clock::now() < deadline) {
        player.checkDevice();
        rest(20);
    }
    removal.join();
    ASSERT_FALSE(player.hasDevice());
    EXPECT_FALSE(player.playing());
    ASSERT_TRUE(player.problem().has_value());
    EXPECT_NE(player.problem()->sentence.find("The sound output is gone: first"), std::string::npos)
        << player.problem()->sentence;
    ASSERT_FALSE(player.problem()->offered.empty());
    EXPECT_EQ(player.trace().events.back().action, ListeningAction::OutputLost);

    const double lostAt = player.positionSeconds();
    EXPECT_GE(lostAt, 0.5);
    const std::vector<ListeningEvent> events = player.trace().events;
    std::cout << "lost at position " << lostAt << ", "
              << events.back().monotonicSeconds - events.front().monotonicSeconds << " s after play\n";
    const double heardBefore = player.trace().heardSeconds[0];
    const double coveredBefore = player.trace().coveredSeconds[0];
    player.openDevice(choiceOf(player.problem()->offered.front()));
    EXPECT_FALSE(player.problem().has_value());
    const double goesOnAt = player.positionSeconds();
    EXPECT_NEAR(goesOnAt, lostAt, 0.2) << "the first block may be rendered already";
    waitFor(player, lostAt + 0.4);
    EXPECT_TRUE(player.playing());
    EXPECT_GE(player.positionSeconds(), lostAt + 0.4);
    EXPECT_GE(player.trace().heardSeconds[0], heardBefore + 0.3);
    EXPECT_GE(player.trace().coveredSeconds[0], coveredBefore + 0.3);  // other places than before
}

TEST_F(Sound, playsAtTheOutputsOwnRateWhenAnotherIsRefused) {
    SoundServer server(world);
    Player player;
    player.openDevice({.hostApi = {}, .name = "spare", .latencySeconds = 0.0, .sampleRateHz = 48000});
    EXPECT_EQ(player.sampleRateHz(), 48000);
    EXPECT_EQ(player.rateNote(), "");
    player.openDevice({.hostApi = {}, .name = "spare", .latencySeconds = 0.0, .sampleRateHz = 900000});
    EXPECT_TRUE(player.hasDevice());
    EXPECT_EQ(player.sampleRateHz(), 44100);
    EXPECT_NE(player.rateNote().find("spare refuses 900000 Hz"), std::string::npos) << player.rateNote();
}

TEST_F(Sound, offersTheOutputsThatAreThereInPlaceOfOneThatIsNot) {
    SoundServer server(world);
    Player player;
    EXPECT_THROW(player.openDevice({.hostApi = {}, .name = "headphones", .latencySeconds = 0.0, .sampleRateHz = 0}),
                 Error);
    ASSERT_TRUE(player.problem().has_value());
    EXPECT_NE(player.problem()->sentence.find("\"headphones\" is not there"), std::string::npos);
    ASSERT_FALSE(player.problem()->offered.empty());
    EXPECT_TRUE(player.problem()->offered.front().isDefault);
    player.openDevice(choiceOf(player.problem()->offered.back()));
    EXPECT_TRUE(player.hasDevice());
}

TEST_F(Sound, opensTheBufferThatIsAskedFor) {
    SoundServer server(world);
    Player player;
    player.openDevice({.hostApi = {}, .name = "first", .latencySeconds = 0.02, .sampleRateHz = 0});
    const double shorter = player.conditions().latencySeconds;
    player.openDevice({.hostApi = {}, .name = "first", .latencySeconds = 0.2, .sampleRateHz = 0});
    const double longer = player.conditions().latencySeconds;
    EXPECT_NEAR(shorter, 0.02, 0.02);
    EXPECT_NEAR(longer, 0.2, 0.1);
    EXPECT_EQ(player.conditions().device, "first");
    EXPECT_GE(player.devices().outputs.size(), 3U);
    EXPECT_TRUE(player.hasDevice());
}

TEST_F(Sound, saysSoWhenTheOutputGoesAwayAndComesBackWhenAsked) {
    Player player;
    {
        SoundServer server(world);
        player.openDevice();
        player.setClip(0, clipA);
        player.play();
        waitFor(player, 0.3);
        server.end();
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (player.hasDevice() && std::chrono::steady_clock::now() < deadline) {
            player.checkDevice();
            rest(50);
        }
        EXPECT_FALSE(player.hasDevice());
        EXPECT_FALSE(player.playing());
        EXPECT_NE(player.deviceText().find("gone"), std::string::npos) << player.deviceText();
    }
    SoundServer again(world);
    player.openDevice();
    player.seek(1.0);
    player.play();
    waitFor(player, 1.2);
    EXPECT_GE(player.positionSeconds(), 1.2);
}

TEST_F(Sound, saysInWordsThatThereIsNone) {
    Player player;
    try {
        player.openDevice();
        FAIL() << "opened " << player.deviceText() << " without a sound server";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Unavailable);
        EXPECT_NE(std::string(error.what()).find("sound output"), std::string::npos) << error.what();
    }
    player.setClip(0, clipA);
    player.seek(2.0);
    EXPECT_DOUBLE_EQ(player.positionSeconds(), 2.0);
}

}  // namespace
}  // namespace musicrl
