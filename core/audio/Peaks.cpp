// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/Peaks.h"

#include <algorithm>

namespace musicrl {

std::vector<Peak> waveformPeaks(const Clip& clip, int buckets) {
    std::vector<Peak> peaks(static_cast<std::size_t>(std::max(0, buckets)));
    const std::int64_t frames = clip.frames();
    if (frames == 0) {
        return peaks;
    }
    for (std::int64_t i = 0; i < buckets; ++i) {
        // At least one frame each, so that a clip shorter than the drawing has no holes.
        const std::int64_t first = i * frames / buckets;
        const std::int64_t last = std::max(first + 1, (i + 1) * frames / buckets);
        const auto [low, high] =
            std::minmax_element(clip.samples.begin() + first * clip.channels, clip.samples.begin() + last * clip.channels);
        peaks[static_cast<std::size_t>(i)] = {*low, *high};
    }
    return peaks;
}

}  // namespace musicrl
