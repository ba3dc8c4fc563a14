// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <set>
#include <span>

namespace musicrl {

/// Clips somebody put a star on: stars.txt in the project's folder, a file a line, from that folder. Paths are
/// absolute. \throws Error(Io) for a file that is there and cannot be read
[[nodiscard]] std::set<std::filesystem::path> readStars(const std::filesystem::path& projectFolder);

/// Puts stars on these clips or takes them off, and leaves those of all others. Written atomically.
/// \throws Error(Io)
void setStars(const std::filesystem::path& projectFolder, std::span<const std::filesystem::path> clips, bool starred);

}  // namespace musicrl
