// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/report/Wording.h"

#include <cmath>
#include <cstdio>

namespace musicrl {

std::string numberText(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", std::abs(value));
    return (value < 0.0 ? "−" : "") + std::string(text);
}

std::string percentText(double share) {
    return numberText(100.0 * share) + " %";
}

std::string countedText(std::int64_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace musicrl
