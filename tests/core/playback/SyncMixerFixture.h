// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/SyncMixer.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace musicrl {

inline constexpr int rate = 1000;
inline constexpr int fadeFrames = 5;

/// Clip whose every sample tells which clip it is and where: base + frame / 1e4.
inline ClipPtr ramp(std::int64_t frames, float base, int channels = 1) {
    Clip clip{.sampleRateHz = rate, .channels = channels, .samples = {}};
    for (std::int64_t i = 0; i < frames; ++i) {
        for (int channel = 0; channel < channels; ++channel) {
            clip.samples.push_back(base + static_cast<float>(i) * 1e-4F + static_cast<float>(channel) * 0.5F);
        }
    }
    return std::make_shared<const Clip>(std::move(clip));
}

inline float rampAt(std::int64_t frame, float base) {
    return base + static_cast<float>(frame) * 1e-4F;
}

inline double raisedCosine(int step) {
    return 0.5 - 0.5 * std::cos(std::numbers::pi * step / fadeFrames);
}

inline std::vector<float> rendered(SyncMixer& mixer, std::int64_t frames) {
    std::vector<float> out(static_cast<std::size_t>(frames * mixer.config().outputChannels));
    mixer.render(out.data(), frames);
    return out;
}

/// A mixer of two lanes at 1 kHz with fades of 5 frames.
class SyncMixerTest : public testing::Test {
protected:
    SyncMixer mixer{{.sampleRateHz = rate, .outputChannels = 1, .lanes = 2, .fadeSeconds = 0.005}};

    void playBoth(std::int64_t frames = 200) {
        mixer.setClip(0, ramp(frames, 0.1F));
        mixer.setClip(1, ramp(frames, -0.5F));
        mixer.play();
    }
};

}  // namespace musicrl
