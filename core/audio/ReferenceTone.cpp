// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/ReferenceTone.h"

#include "audio/Loudness.h"
#include "audio/RealTransform.h"
#include "base/Error.h"
#include "base/Random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace musicrl {
namespace {

constexpr int seconds = 10;
constexpr double highestLufs = -14.0;

/// Whole cycles of each frequency, with random phases: the loop has no seam.
std::vector<float> pinkNoise(int sampleRateHz) {
    const int frames = seconds * sampleRateHz;
    RealTransform transform(frames);
    Random random(1);
    const auto spectrum = transform.spectrum();
    std::fill(spectrum.begin(), spectrum.end(), std::complex<float>());
    const double highest = std::min(20000.0, 0.45 * sampleRateHz);
    for (int bin = 20 * seconds; bin <= static_cast<int>(highest * seconds); ++bin) {
        const double phase = random.uniform(0.0, 2.0 * std::numbers::pi);
        spectrum[static_cast<std::size_t>(bin)] =
            std::polar(1.0F / std::sqrt(static_cast<float>(bin)), static_cast<float>(phase));
    }
    transform.inverse();
    return {transform.samples().begin(), transform.samples().end()};
}

std::vector<float> sine(int sampleRateHz) {
    std::vector<float> samples;
    for (int frame = 0; frame < seconds * sampleRateHz; ++frame) {
        samples.push_back(static_cast<float>(std::sin(2.0 * std::numbers::pi * 1000.0 * frame / sampleRateHz)));
    }
    return samples;
}

void scaleBy(std::vector<float>& samples, double factor) {
    for (float& sample : samples) {
        sample *= static_cast<float>(factor);
    }
}

}  // namespace

Clip makeReferenceTone(ReferenceTone tone, double lufs, int sampleRateHz) {
    if (lufs > highestLufs || sampleRateHz < 8000 || sampleRateHz > 384000) {
        throw Error(ErrorKind::BadInput, "A reference tone of " + std::to_string(lufs) + " LUFS at " +
                                             std::to_string(sampleRateHz) +
                                             " Hz cannot be made: ask for -14 LUFS or less.");
    }
    Clip clip{sampleRateHz, 1, tone == ReferenceTone::PinkNoise ? pinkNoise(sampleRateHz) : sine(sampleRateHz)};
    const float highest = std::abs(*std::max_element(clip.samples.begin(), clip.samples.end(),
                                                     [](float a, float b) { return std::abs(a) < std::abs(b); }));
    scaleBy(clip.samples, 0.5 / highest);  // loud enough to be measured
    scaleBy(clip.samples, std::pow(10.0, (lufs - measureLoudness(clip).integratedLufs.value()) / 20.0));
    return clip;
}

}  // namespace musicrl
