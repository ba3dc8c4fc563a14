// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ClipLibrary.h"

#include <filesystem>
#include <optional>
#include <soci/soci.h>
#include <span>
#include <string>
#include <vector>

namespace musicrl {

// The rows of a clip in the tables of LibrarySchema. All of them let SOCI's exceptions through.

/// Clips without rows are passed over. \param projectFolder  where the paths in the index begin
[[nodiscard]] std::vector<LibraryClip> readRows(soci::session& session, const std::filesystem::path& projectFolder,
                                                std::span<const ClipId> ids);
[[nodiscard]] std::optional<ClipRecord> readRecordRow(soci::session& session, ClipId id);

/// What a clip that is read again keeps.
struct KeptOfRow {
    VoteCount votes;
    bool isStarred = false;
    std::optional<std::string> overview = {};  ///< while the sound is the same
};
[[nodiscard]] KeptOfRow keptOfRow(soci::session& session, ClipId id, const FileStamp& stamp);

/// \param path  from the project's folder
void insertRows(soci::session& session, ClipId id, const std::string& path, const LibraryEntry& entry,
                const KeptOfRow& kept);
void insertWords(soci::session& session, ClipId id, const std::string& title);
void deleteRows(soci::session& session, ClipId id, bool hasWords);

}  // namespace musicrl
