// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// A row of a table in MusicCaps' columns: ytid, start_s, end_s, audioset_positive_labels, aspect_list, caption,
/// author_id, is_balanced_subset, is_audioset_eval. aspect_list is a stringified Python list. Only ytid and caption must be
/// there; the others keep their defaults.
struct MusicCapsRow {
    std::string id;  ///< ytid; in our own corpora the file's name without extension
    double startSeconds = 0.0;
    double endSeconds = 10.0;
    std::string labels;
    std::vector<std::string> aspects;
    std::string caption;
    std::int64_t author = 0;
    bool balancedSubset = false;
    bool audiosetEval = false;  ///< our corpora: the held-out split
    std::string facts;          ///< JSON of what the composer knows; an extra last column "facts" of our own corpora, empty in the public table
};

/// \throws Error(NotFound), Error(BadInput) with file, line and reason
[[nodiscard]] std::vector<MusicCapsRow> readMusicCaps(const std::filesystem::path& path);

/// In the same columns, "facts" added where any row has them; atomically. \throws Error(Io)
void writeMusicCaps(const std::filesystem::path& path, const std::vector<MusicCapsRow>& rows);

}  // namespace musicrl
