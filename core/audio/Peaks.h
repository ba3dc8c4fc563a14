// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"

#include <vector>

namespace musicrl {

/// Least and greatest sample of a bucket, over all channels.
struct Peak {
    float low = 0.0F;
    float high = 0.0F;
};

/// The waveform in \p buckets equal parts, for drawing. \pre buckets > 0
[[nodiscard]] std::vector<Peak> waveformPeaks(const Clip& clip, int buckets);

}  // namespace musicrl
