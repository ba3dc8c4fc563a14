// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/UtcTime.h"

#include <array>
#include <ctime>

namespace musicrl {

std::string utcText(std::chrono::system_clock::time_point moment) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(moment);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), length};
}

std::string utcNow() {
    return utcText(std::chrono::system_clock::now());
}

}  // namespace musicrl
