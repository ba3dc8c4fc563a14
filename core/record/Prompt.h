// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <string>

namespace musicrl {

/// What is asked of a generator.
struct Prompt {
    std::string id;    ///< stable within a prompt set, fit for a file name
    std::string text;  ///< never empty or only blanks
    double durationSeconds = 10.0;
    std::uint64_t seed = 0;
};

/// A text as a file name: lower case, letters and digits joined by '-', at most 48 characters, never empty.
[[nodiscard]] std::string slug(const std::string& text);

}  // namespace musicrl
