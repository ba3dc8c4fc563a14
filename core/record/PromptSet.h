// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/Prompt.h"

#include <filesystem>
#include <vector>

namespace musicrl {

/// Reads prompts: .txt one a line (blank lines and lines that start with # are passed over), .csv with a column
/// "caption" or "prompt", .jsonl with objects that have "prompt", "text" or "caption" (and optional id, seconds, seed).
/// Ids are made from the line number and text where none is given.
/// \throws Error(NotFound), Error(BadInput) with file, line and reason; also when there is no prompt at all
[[nodiscard]] std::vector<Prompt> readPrompts(const std::filesystem::path& path);

}  // namespace musicrl
