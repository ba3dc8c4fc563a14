// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/bench/ClipFaults.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr double faultSeconds = 2.0;
constexpr double silentDb = -50.0;
constexpr float clippedLevel = 0.999F;
constexpr double clippedShare = 0.001;

}  // namespace

Json toJson(const ClipFaults& faults) {
    return Json{{"silent", faults.silent}, {"clipped", faults.clipped}, {"stuck", faults.stuck}};
}

double quietestStretchDb(const Clip& clip, double seconds) {
    const auto wanted =
        static_cast<std::size_t>(std::llround(seconds * clip.sampleRateHz)) * static_cast<std::size_t>(clip.channels);
    const std::size_t length = std::clamp<std::size_t>(wanted, 1, clip.samples.size());
    const auto power = [&](std::size_t i) {
        return static_cast<double>(clip.samples[i]) * static_cast<double>(clip.samples[i]);
    };
    double sum = 0.0;
    double least = 0.0;
    for (std::size_t i = 0; i < clip.samples.size(); ++i) {
        sum += power(i);
        if (i >= length) {
            sum -= power(i - length);
        }
        if (i + 1 >= length) {
            least = i + 1 == length ? sum : std::min(least, sum);
        }
    }
    return std::max(-200.0, 10.0 * std::log10(std::max(0.0, least) / static_cast<double>(length) + 1e-30));
}

double shareAtLevel(const Clip& clip, float level) {
    const auto count = std::count_if(clip.samples.begin(), clip.samples.end(),
                                     [level](float sample) { return std::abs(sample) >= level; });
    return clip.samples.empty() ? 0.0 : static_cast<double>(count) / static_cast<double>(clip.samples.size());
}

std::int64_t longestRepeat(std::span<const std::int64_t> tokens, std::int64_t tokensPerFrame) {
    const auto width = static_cast<std::size_t>(tokensPerFrame);
    std::int64_t longest = 0;
    std::int64_t run = 0;
    for (std::size_t at = 0; at + width <= tokens.size(); at += width) {
        const auto frame = tokens.subspan(at, width);
        const bool repeats = at > 0 && std::ranges::equal(frame, tokens.subspan(at - width, width));
        run = repeats ? run + 1 : 1;
        longest = std::max(longest, run);
    }
    return longest;
}

ClipFaults faultsOf(const Clip& clip, double longestRepeatSeconds) {
    return {.silent = quietestStretchDb(clip, faultSeconds) < silentDb,
            .clipped = shareAtLevel(clip, clippedLevel) > clippedShare,
            .stuck = longestRepeatSeconds >= faultSeconds - 1e-9};
}

}  // namespace musicrl
