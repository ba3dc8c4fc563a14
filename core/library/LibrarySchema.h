// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/Database.h"

#include <filesystem>
#include <memory>

namespace musicrl {

/// Opens the index of a project's clips or makes it. One that is damaged or of another version is removed and made
/// anew: what it holds is found again in the project's files. \throws Error(Io)
[[nodiscard]] std::unique_ptr<Database> openLibraryIndex(const std::filesystem::path& path);

/// Whether its SQLite knows FTS5, so that there is the table clip_words.
[[nodiscard]] bool hasWordIndex(Database& database);

}  // namespace musicrl
