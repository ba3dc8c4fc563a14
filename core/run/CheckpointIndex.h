// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace musicrl {

/// A finished checkpoint: the folder step-00001000 with its step.
struct Checkpoint {
    std::int64_t step = 0;
    std::filesystem::path folder;
};

/// "step-00001000"
[[nodiscard]] std::string stepFolderName(std::int64_t step);
/// \return nothing for a name of another shape
[[nodiscard]] std::optional<std::int64_t> stepFromFolderName(const std::string& name);

/// The folders step-… in \p folder, by step. A folder that is still being written has another name and is not listed.
[[nodiscard]] std::vector<Checkpoint> listCheckpoints(const std::filesystem::path& folder);

/// A checkpoint being written: fill folder(), then commit(). Until then it has a temporary name; without commit() it is
/// removed.
class CheckpointWriter {
public:
    /// \throws Error(Io)
    CheckpointWriter(const std::filesystem::path& checkpointsFolder, std::int64_t step);
    CheckpointWriter(const CheckpointWriter&) = delete;
    CheckpointWriter& operator=(const CheckpointWriter&) = delete;
    ~CheckpointWriter();

    [[nodiscard]] const std::filesystem::path& folder() const { return temporary_; }

    /// Flushes the files to disk and gives the folder its name; one of the same step is replaced.
    /// \return the finished checkpoint \throws Error(Io)
    Checkpoint commit();

private:
    std::int64_t step_;
    std::filesystem::path target_;
    std::filesystem::path temporary_;
    bool committed_ = false;
};

}  // namespace musicrl
