// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/LibraryClip.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace musicrl {

enum class ClipTable { None, Csv, JsonLines };

struct ExportConfig {
    std::filesystem::path folder;  ///< is made; must not be there yet
    bool audio = true;             ///< copies of the sound files, with the records that stand beside them
    ClipTable table = ClipTable::Csv;
};

struct ExportReport {
    std::int64_t clips = 0;    ///< sound files that were copied
    std::int64_t records = 0;  ///< of them with a record
    std::int64_t rows = 0;     ///< of the table
};

/// Writes clips into a folder of their own: sound files under names of model, prompt and seed, each with its record,
/// and clips.csv or clips.jsonl with what the library lists of them. Everything is written to the side and appears in
/// one moment under the folder's name: a folder is whole or not there, and none that exists is touched.
///
/// \param progress  called after every clip with how many of how many are done; what it throws ends the export, and
///                  nothing is left of it
/// \throws Error(BadInput) for no clips, nothing to write or a folder that is there, Error(NotFound) for a clip that is
///         gone, Error(Io)
ExportReport exportClips(std::span<const LibraryClip> clips, const ExportConfig& config,
                         const std::function<void(std::int64_t, std::int64_t)>& progress = {});

/// The library's columns, a clip a row. \param files  what stands under "file", one for each clip
[[nodiscard]] std::string clipTableText(std::span<const LibraryClip> clips, std::span<const std::string> files,
                                        ClipTable kind);

}  // namespace musicrl
