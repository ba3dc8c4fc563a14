// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/ClipMeasures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace musicrl {
namespace {

constexpr double frameSeconds = 0.05;
constexpr double silentPower = 1e-6;  // -60 dBFS
constexpr double leastPower = 1e-10;  // -100 dBFS
constexpr std::int64_t runLength = 4;

double meanSquare(const float* begin, const float* end) {
    double sum = 0.0;
    for (const float* sample = begin; sample != end; ++sample) {
        sum += static_cast<double>(*sample) * static_cast<double>(*sample);
    }
    return sum / static_cast<double>(end - begin);
}

double repetitionOf(const torch::Tensor& codes) {
    const torch::Tensor first = codes.select(0, 0).to(torch::kCPU).contiguous();
    const std::int64_t runs = first.size(0) - runLength + 1;
    if (runs < 1) {
        return 0.0;
    }
    const auto* code = first.data_ptr<std::int64_t>();
    std::set<std::array<std::int64_t, runLength>> different;
    for (std::int64_t start = 0; start < runs; ++start) {
        std::array<std::int64_t, runLength> run{};
        std::copy_n(code + start, runLength, run.begin());
        different.insert(run);
    }
    return 1.0 - static_cast<double>(different.size()) / static_cast<double>(runs);
}

}  // namespace

ClipMeasures measureClip(const Clip& clip, const torch::Tensor& codes) {
    ClipMeasures measures;
    measures.repetition = codes.defined() ? repetitionOf(codes) : 0.0;
    if (clip.samples.empty()) {
        return measures;
    }
    const auto step =
        std::max<std::size_t>(1, static_cast<std::size_t>(std::llround(frameSeconds * clip.sampleRateHz)) *
                                     static_cast<std::size_t>(clip.channels));
    const float* samples = clip.samples.data();
    const std::size_t count = clip.samples.size();
    std::size_t frames = 0;
    std::size_t silent = 0;
    for (std::size_t begin = 0; begin < count; begin += step, ++frames) {
        const std::size_t end = std::min(begin + step, count);
        if (meanSquare(samples + begin, samples + end) < silentPower) {
            ++silent;
        } else {
            measures.soundingSeconds =
                static_cast<double>(end) / (clip.channels * static_cast<double>(clip.sampleRateHz));
        }
    }
    measures.levelDb = 10.0 * std::log10(std::max(meanSquare(samples, samples + count), leastPower));
    measures.silence = static_cast<double>(silent) / static_cast<double>(frames);
    return measures;
}

Json clipMetrics(const RolloutBatch& rollouts) {
    if (rollouts.clips.empty()) {
        return Json::object();
    }
    ClipMeasures mean{.levelDb = 0.0, .silence = 0.0, .soundingSeconds = 0.0, .repetition = 0.0};
    const auto count = static_cast<double>(rollouts.clips.size());
    for (std::size_t i = 0; i < rollouts.clips.size(); ++i) {
        const ClipMeasures one = measureClip(*rollouts.clips[i], rollouts.codes[static_cast<std::int64_t>(i)]);
        mean.levelDb += one.levelDb / count;
        mean.silence += one.silence / count;
        mean.soundingSeconds += one.soundingSeconds / count;
        mean.repetition += one.repetition / count;
    }
    return {{"rollouts/level_db", mean.levelDb},
            {"rollouts/silence", mean.silence},
            {"rollouts/sounding_seconds", mean.soundingSeconds},
            {"rollouts/repetition", mean.repetition}};
}

}  // namespace musicrl
