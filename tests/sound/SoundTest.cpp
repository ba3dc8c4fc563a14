// SPDX-License-Identifier: GPL-3.0-or-later
// Sound for real: what the player sends through PortAudio, ALSA and PulseAudio is recorded and compared.
#include "Recording.h"
#include "SoundServer.h"
#include "base/Error.h"
#include "base/Random.h"
#include "playback/Player.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <iostream>
#include <numbers>
#include <optional>
#include <span>
#include <thread>

namespace musicrl {
namespace {

constexpr std::int64_t fadeFrames = 221;  // 5 ms at 44.1 kHz, rounded
constexpr float tolerance = 1e-4F;        // a little above half a step of 16 bits
constexpr int attempts = 3;               // a busy machine may lose a buffer; the samples are compared all the same

/// Noise: no two places of one clip or of two clips are alike, so that a position is known from what is heard.
ClipPtr noise(std::uint64_t seed, double seconds) {
    Random random(seed);
    Clip clip{.sampleRateHz = SoundServer::sampleRateHz, .channels = 1, .samples = {}};
    for (std::int64_t i = 0; i < std::llround(seconds * clip.sampleRateHz); ++i) {
        clip.samples.push_back(static_cast<float>(random.uniform(-0.4, 0.4)));
    }
    return std::make_shared<const Clip>(std::move(clip));
}

void rest(int milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

float fadeAt(std::int64_t step) {
    return static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * static_cast<double>(step) / fadeFrames));
}

class Sound : public testing::Test {
protected:
    SoundWorld world;
    ClipPtr clipA = noise(1, 6.0);
    ClipPtr clipB = noise(2, 6.0);

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

/// How a recording of a switch from A to B compares with what it should be.
struct SwitchHeard {
    std::int64_t offsetA = -1;      ///< recorded frame of A's first frame, from where A was found
    std::int64_t offsetB = -1;      ///< the same from where B was found: equal when the position ran on
    std::int64_t switchFrame = -1;  ///< first frame of the dip, in the clips' frames
    std::int64_t compared = 0;      ///< frames
    std::int64_t wrong = -1;        ///< of them differ by more than the tolerance
};

constexpr std::int64_t firstCompared = 2205;  // behind the fade-in
constexpr std::int64_t needleFrames = 4410;
constexpr std::int64_t needleOfA = 22050;
constexpr std::int64_t needleOfB = 77175;
constexpr std::int64_t endOfCompared = needleOfB + needleFrames;

/// What frame i is when the switch from A to B starts at \p switchFrame.
float expectedAt(std::int64_t i, const Clip& a, const Clip& b, std::int64_t switchFrame) {
    const auto at = static_cast<std::size_t>(i);
    const std::int64_t since = i - switchFrame;
    if (since < 0) {
        return a.samples[at];
    }
    return since < fadeFrames ? a.samples[at] * fadeAt(fadeFrames - 1 - since)
                              : b.samples[at] * fadeAt(std::min(since - fadeFrames + 1, fadeFrames));
}

std::int64_t countWrong(std::span<const float> heard, const Clip& a, const Clip& b, std::int64_t switchFrame) {
    std::int64_t wrong = 0;
    for (std::int64_t i = firstCompared; i < endOfCompared; ++i) {
        const float difference = heard[static_cast<std::size_t>(i)] - expectedAt(i, a, b, switchFrame);
        wrong += std::abs(difference) > tolerance ? 1 : 0;
    }
    return wrong;
}

std::optional<std::int64_t> offsetOf(const Clip& clip, std::int64_t needle, std::span<const float> recording) {
    const auto part = std::span(clip.samples).subspan(static_cast<std::size_t>(needle), needleFrames);
    const auto found = findByCorrelation(recording, part);
    return found ? std::optional(*found - needle) : std::nullopt;
}

SwitchHeard judge(std::span<const float> recording, const Clip& a, const Clip& b) {
    SwitchHeard verdict;
    verdict.offsetA = offsetOf(a, needleOfA, recording).value_or(-1);
    verdict.offsetB = offsetOf(b, needleOfB, recording).value_or(-1);
    if (verdict.offsetA < 0 || verdict.offsetA != verdict.offsetB) {
        return verdict;
    }
    const std::span<const float> heard = recording.subspan(static_cast<std::size_t>(verdict.offsetA));
    std::int64_t other = firstCompared;
    while (other < endOfCompared &&
           std::abs(heard[static_cast<std::size_t>(other)] - a.samples[static_cast<std::size_t>(other)]) <= tolerance) {
        ++other;
    }
    verdict.compared = endOfCompared - firstCompared;
    for (std::int64_t guess = other - 12; guess <= other; ++guess) {  // the dip starts too gently to be seen at once
        const std::int64_t wrong = countWrong(heard, a, b, guess);
        if (verdict.wrong < 0 || wrong < verdict.wrong) {
            verdict.wrong = wrong;
            verdict.switchFrame = guess;
        }
    }
    return verdict;
}

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
        verdict = judge(recording, *clipA, *clipB);
        std::cout << "attempt " << attempt + 1 << ": A's frame 0 is recorded frame " << verdict.offsetA << ", B's is "
                  << verdict.offsetB << "; switch at frame " << verdict.switchFrame << "; " << verdict.wrong << " of "
                  << verdict.compared << " frames differ by more than " << tolerance << '\n';
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
