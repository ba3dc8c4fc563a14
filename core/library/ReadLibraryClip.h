// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ClipLibrary.h"
#include "run/SampleMeasures.h"

#include <filesystem>
#include <map>
#include <vector>

namespace musicrl {

/// The audio files of a project: those below clips/, and the samples of its runs (runs/NAME/samples/step-…/).
[[nodiscard]] std::vector<std::filesystem::path> listProjectClips(const std::filesystem::path& projectFolder);

/// When the file, the record and the measures beside it were last written. \throws Error(NotFound) when it is gone
[[nodiscard]] FileStamp stampOf(const std::filesystem::path& file);

/// Reads what the library lists of clips, without decoding them; measures.csv of a folder once for all its clips.
class ClipReader {
public:
    /// A record that cannot be read counts as none.
    /// \throws Error when the file is no audio that can be read
    [[nodiscard]] LibraryEntry read(const std::filesystem::path& file);

private:
    [[nodiscard]] const Measures* measuresOf(const std::filesystem::path& file);

    std::map<std::filesystem::path, SampleMeasures> measures_;  ///< by folder
};

}  // namespace musicrl
