// SPDX-License-Identifier: GPL-3.0-or-later
#include "SwitchHeard.h"

#include "Recording.h"
#include "SoundServer.h"
#include "base/Random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace musicrl {
namespace {

constexpr std::int64_t needleFrames = 4410;

/// What frame i is when the switch from A to B starts at \p switchFrame.
float expectedAt(std::int64_t i, const Clip& a, const Clip& b, std::int64_t switchFrame) {
    const auto at = static_cast<std::size_t>(i);
    const std::int64_t since = i - switchFrame;
    if (since < 0) {
        return a.samples[at];
    }
    return since < dipFrames ? a.samples[at] * fadeAt(dipFrames - 1 - since)
                             : b.samples[at] * fadeAt(std::min(since - dipFrames + 1, dipFrames));
}

}  // namespace

ClipPtr noise(std::uint64_t seed, double seconds) {
    Random random(seed);
    Clip clip{.sampleRateHz = SoundServer::sampleRateHz, .channels = 1, .samples = {}};
    for (std::int64_t i = 0; i < std::llround(seconds * clip.sampleRateHz); ++i) {
        clip.samples.push_back(static_cast<float>(random.uniform(-0.4, 0.4)));
    }
    return std::make_shared<const Clip>(std::move(clip));
}

float fadeAt(std::int64_t step) {
    return static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * static_cast<double>(step) / dipFrames));
}

std::optional<std::int64_t> offsetOf(const Clip& clip, std::int64_t needle, std::span<const float> recording) {
    const auto part = std::span(clip.samples).subspan(static_cast<std::size_t>(needle), needleFrames);
    const auto found = findByCorrelation(recording, part);
    return found ? std::optional(*found - needle) : std::nullopt;
}

SwitchHeard judgeSwitch(std::span<const float> recording, const Clip& a, const Clip& b, const SwitchWindow& window,
                        float tolerance) {
    SwitchHeard verdict;
    verdict.offsetA = offsetOf(a, window.needleOfA, recording).value_or(-1);
    verdict.offsetB = offsetOf(b, window.needleOfB, recording).value_or(-1);
    if (verdict.offsetA < 0 || verdict.offsetA != verdict.offsetB) {
        return verdict;
    }
    const std::span<const float> heard = recording.subspan(static_cast<std::size_t>(verdict.offsetA));
    const std::int64_t end = window.needleOfB + needleFrames;
    const auto differsAt = [&](std::int64_t i, float expected) {
        return std::abs(heard[static_cast<std::size_t>(i)] - expected);
    };
    std::int64_t other = window.begin;
    while (other < end && differsAt(other, a.samples[static_cast<std::size_t>(other)]) <= tolerance) {
        ++other;
    }
    verdict.compared = end - window.begin;
    for (std::int64_t guess = other - 12; guess <= other; ++guess) {  // the dip starts too gently to be seen at once
        std::int64_t wrong = 0;
        float furthest = 0.0F;
        for (std::int64_t i = window.begin; i < end; ++i) {
            const float difference = differsAt(i, expectedAt(i, a, b, guess));
            furthest = std::max(furthest, difference);
            wrong += difference > tolerance ? 1 : 0;
        }
        if (verdict.wrong < 0 || wrong < verdict.wrong || (wrong == verdict.wrong && furthest < verdict.furthest)) {
            verdict.wrong = wrong;
            verdict.furthest = furthest;
            verdict.switchFrame = guess;
        }
    }
    return verdict;
}

}  // namespace musicrl
