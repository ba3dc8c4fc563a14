// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

namespace musicrl {

/// Writes the whole content beside the target, flushes it to disk and renames it into place: readers see the old
/// file or the new one, never a part. \throws Error(Io) with the system's reason; the old file is then untouched
void writeFileAtomically(const std::filesystem::path& path, std::string_view content);

/// A file that is written under a temporary name by somebody else's code (an audio library, say) and appears under
/// its real name only on commit(). Without commit() the temporary file is removed.
class AtomicFile {
public:
    /// \throws Error(Io) when the folder cannot be made or written to
    explicit AtomicFile(std::filesystem::path target);
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    /// Has the target's extension, in the target's folder.
    [[nodiscard]] const std::filesystem::path& temporaryPath() const { return temporary_; }

    /// Flushes to disk and renames. \throws Error(Io)
    void commit();

private:
    std::filesystem::path target_;
    std::filesystem::path temporary_;
    bool committed_ = false;
};

/// Makes the folder and its parents. \throws Error(Io) in words when that is impossible
void makeFolder(const std::filesystem::path& folder);

}  // namespace musicrl
