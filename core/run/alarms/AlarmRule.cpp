// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/alarms/AlarmRule.h"

#include <array>
#include <cstdio>

namespace musicrl {

std::string shortNumber(double value) {
    std::array<char, 32> text{};
    (void)std::snprintf(text.data(), text.size(), "%.4g", value);
    return text.data();
}

}  // namespace musicrl
