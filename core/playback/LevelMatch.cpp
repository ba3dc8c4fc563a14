// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/LevelMatch.h"

#include <algorithm>

namespace musicrl {

LevelMatch levelMatch(std::span<const Loudness> clips) {
    constexpr double wishedLufs = -16.0;
    constexpr double greatestPeakDbtp = -1.0;
    LevelMatch match{.targetLufs = wishedLufs, .gainsDb = {}};
    for (const Loudness& clip : clips) {
        if (clip.integratedLufs) {
            match.targetLufs = std::min(match.targetLufs, *clip.integratedLufs + greatestPeakDbtp - clip.truePeakDbtp);
        }
    }
    for (const Loudness& clip : clips) {
        match.gainsDb.push_back(clip.integratedLufs ? match.targetLufs - *clip.integratedLufs : 0.0);
    }
    return match;
}

}  // namespace musicrl
