// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/Listening.h"

#include <cmath>
#include <cstdio>

namespace musicrl {

std::string toText(const LaneExactness& exactness) {
    if (exactness.sourceRateHz == 0) {
        return {};
    }
    char text[64];
    std::string all;
    if (exactness.resampled()) {
        std::snprintf(text, sizeof text, "resampled from %.4g to %.4g kHz", exactness.sourceRateHz / 1000.0,
                      exactness.outputRateHz / 1000.0);
        all = text;
    }
    if (exactness.mixedDown) {
        all += std::string(all.empty() ? "" : ", ") + "mixed down";
    }
    if (exactness.gainDb != 0.0) {
        std::snprintf(text, sizeof text, "%s%.1f dB", exactness.gainDb < 0.0 ? "−" : "+", std::abs(exactness.gainDb));
        all += (all.empty() ? "" : ", ") + std::string(text);
    }
    return all.empty() ? "bit-exact" : all;
}

}  // namespace musicrl
