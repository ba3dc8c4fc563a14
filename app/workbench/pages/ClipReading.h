// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/SampleGridModel.h"

#include <filesystem>
#include <map>
#include <vector>

namespace musicrl {

/// A clip as tables show it: record, length, peaks. Decodes the file: not for the window's thread.
/// \throws Error when it is no audio that can be read; a missing record is no error
[[nodiscard]] ClipRow readClipRow(const std::filesystem::path& clip);

/// The newest clips in and below a folder, newest first. A file that cannot be read is passed over.
[[nodiscard]] std::vector<ClipRow> readClipFolder(const std::filesystem::path& folder, std::size_t atMost);

/// The samples of a run, decoding only those not in \p known (by path).
[[nodiscard]] std::vector<SampleCell> readSamples(const std::filesystem::path& runFolder, const std::map<QString, ClipRow>& known);

}  // namespace musicrl
