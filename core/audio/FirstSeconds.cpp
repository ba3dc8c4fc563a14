// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/FirstSeconds.h"

#include <cmath>
#include <memory>

namespace musicrl {

ClipPtr firstSeconds(const ClipPtr& clip, double seconds) {
    const auto samples =
        static_cast<std::size_t>(std::llround(seconds * clip->sampleRateHz)) * static_cast<std::size_t>(clip->channels);
    if (clip->samples.size() <= samples) {
        return clip;
    }
    Clip shorter = *clip;
    shorter.samples.resize(samples);
    return std::make_shared<const Clip>(std::move(shorter));
}

}  // namespace musicrl
