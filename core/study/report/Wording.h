// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace musicrl {

/// Four digits, with the sign of print: "−23", "0.05".
[[nodiscard]] std::string numberText(double value);

/// "5 %" of 0.05.
[[nodiscard]] std::string percentText(double share);

/// "1 rater", "2 raters".
[[nodiscard]] std::string countedText(std::int64_t count, const std::string& what);

/// Items with commas between them.
template <typename Items>
[[nodiscard]] std::string listText(const Items& items, const std::string& between = ", ") {
    std::string text;
    for (const std::string& item : items) {
        text += (text.empty() ? "" : between) + item;
    }
    return text;
}

}  // namespace musicrl
