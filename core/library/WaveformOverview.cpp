// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/WaveformOverview.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace musicrl {

std::string overviewText(const std::vector<Peak>& peaks) {
    constexpr const char* digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * peaks.size());
    for (const Peak& peak : peaks) {
        const float deflection = std::min(1.0F, std::max(std::abs(peak.low), std::abs(peak.high)));
        const auto level = static_cast<unsigned>(std::lround(255.0F * deflection));
        text += digits[level / 16];
        text += digits[level % 16];
    }
    return text;
}

std::vector<Peak> peaksFromOverview(const std::string& text) {
    std::vector<Peak> peaks;
    peaks.reserve(text.size() / 2);
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        unsigned level = 0;
        const auto [end, fault] = std::from_chars(text.data() + i, text.data() + i + 2, level, 16);
        if (fault != std::errc() || end != text.data() + i + 2) {
            return {};
        }
        const float deflection = static_cast<float>(level) / 255.0F;
        peaks.push_back({-deflection, deflection});
    }
    return peaks;
}

}  // namespace musicrl
