// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace musicrl {

/// Finished audio: float samples, nominally in [-1, 1], channels interleaved. Immutable once made; threads share it as
/// shared_ptr<const Clip>.
struct Clip {
    int sampleRateHz = 0;
    int channels = 1;
    std::vector<float> samples;  ///< frames × channels, interleaved, all finite

    [[nodiscard]] std::int64_t frames() const {
        return channels > 0 ? static_cast<std::int64_t>(samples.size()) / channels : 0;
    }
    [[nodiscard]] double durationSeconds() const {
        return sampleRateHz > 0 ? static_cast<double>(frames()) / sampleRateHz : 0.0;
    }
};

using ClipPtr = std::shared_ptr<const Clip>;

}  // namespace musicrl
