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

/// A text as a file name: lower case, letters and digits joined by '-', at most 48 characters, never empty. What does
/// not fit (a long text's end, letters outside ASCII) is replaced by eight digits of the text's hash, so that
/// different texts keep different names.
[[nodiscard]] std::string slug(const std::string& text);

/// Whether a text is empty or consists of blanks.
[[nodiscard]] bool isBlank(const std::string& text);

/// Whether the bytes are UTF-8: JSON, which every record is, takes nothing else.
[[nodiscard]] bool isUtf8(const std::string& text);

/// The text without blanks at its ends, and with every run of blanks and line breaks inside as one blank.
[[nodiscard]] std::string oneLine(const std::string& text);

/// {"id", "text", "seconds", "seed"}
[[nodiscard]] Json toJson(const Prompt& prompt);
/// \throws Error(BadInput) naming \p where
[[nodiscard]] Prompt promptFromJson(const Json& json, const std::string& where);

}  // namespace musicrl
