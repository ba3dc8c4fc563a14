// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Rhythm.h"

namespace musicrl {

std::vector<Strike> strikesOf(const std::string& pattern) {
    std::vector<Strike> strikes;
    bool sounding = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '-' && sounding) {
            ++strikes.back().steps;
        } else if (pattern[i] == '.' || pattern[i] == '-') {
            sounding = false;
        } else {
            strikes.push_back({pattern[i], static_cast<int>(i), 1});
            sounding = true;
        }
    }
    return strikes;
}

double beatOfStep(int step, double swing) {
    const double within[] = {0.0, swing / 2.0, swing, (1.0 + swing) / 2.0};
    return static_cast<double>(step / 4) + within[step % 4];
}

}  // namespace musicrl
