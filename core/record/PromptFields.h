// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// One prompt of a file as it stands there: a CSV row or a JSON object by its keys, a line of plain text as "prompt".
struct PromptFields {
    Json values;           ///< keys in lower case; texts from CSV, any type from JSON lines
    std::size_t line = 0;  ///< where it begins in its file, from 1
};

/// Reads .txt (or a name without extension), .csv and .jsonl, chosen by the extension; nothing is checked but the form.
/// Plain text: one a line; blank lines and lines that start with # are passed over.
/// \throws Error(NotFound), Error(BadInput) with file, line and what to do
[[nodiscard]] std::vector<PromptFields> readPromptFields(const std::filesystem::path& path);

/// \throws Error(BadInput) "<path>, line <line>: <reason>"
[[noreturn]] void refusePrompt(const std::filesystem::path& path, std::size_t line, const std::string& reason);

}  // namespace musicrl
