// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

struct Song {
    std::string title;   ///< never empty
    std::string artist;  ///< may be empty

    bool operator==(const Song&) const = default;
};

/// Reads a table with the columns "title" (or "song") and "artist", in upper or lower case; others are passed over, and
/// a song that is there again is left out.
/// \throws Error(NotFound), Error(BadInput) with file, line, reason and what to do; also when there is no song
[[nodiscard]] std::vector<Song> readSongs(const std::filesystem::path& path);

}  // namespace musicrl
