// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"

#include <cmath>
#include <numbers>

namespace musicrl {

/// A mono sine.
inline Clip makeSine(double frequencyHz, double seconds, int sampleRateHz = 16000, double amplitude = 0.5) {
    Clip clip{.sampleRateHz = sampleRateHz, .channels = 1, .samples = {}};
    const auto frames = static_cast<std::size_t>(std::llround(seconds * sampleRateHz));
    for (std::size_t i = 0; i < frames; ++i) {
        const double phase = 2.0 * std::numbers::pi * frequencyHz * static_cast<double>(i) / sampleRateHz;
        clip.samples.push_back(static_cast<float>(amplitude * std::sin(phase)));
    }
    return clip;
}

}  // namespace musicrl
