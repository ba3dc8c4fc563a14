// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace musicrl {

/// Adds a line to a file with one write(), so that readers see whole lines even when the writer is killed.
/// \throws Error(Io)
void appendJsonLine(const std::filesystem::path& path, const Json& line);

/// Takes the lines off the front of \p text that end in a line break; lines that are no JSON object are passed over.
/// \return the objects, and how many bytes they and their line breaks took
struct FinishedLines {
    std::vector<Json> objects;
    std::size_t bytes = 0;
};
[[nodiscard]] FinishedLines finishedLines(std::string_view text);

/// The file's bytes from \p offset to its end, empty when it does not exist.
[[nodiscard]] std::string readFrom(const std::filesystem::path& path, std::uint64_t offset);

}  // namespace musicrl
