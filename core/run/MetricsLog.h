// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/Progress.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace musicrl {

/// Adds one line {"step": n, ...} with a single write(), so that readers see whole lines. NaN is written as null.
/// \throws Error(Io)
void appendMetricRow(const std::filesystem::path& path, const MetricRow& row);

/// All finished lines. An unterminated last line is ignored, and so is a line that is no JSON object with a step.
/// Null comes back as NaN. \return nothing when the file does not exist
[[nodiscard]] std::vector<MetricRow> readMetricRows(const std::filesystem::path& path);

/// Moves the lines after \p step from \p path to the end of \p cutPath and drops an unterminated last line.
/// \return how many were moved
std::int64_t cutMetricRowsAfter(const std::filesystem::path& path, const std::filesystem::path& cutPath, std::int64_t step);

/// Follows a metrics file that another process may be writing.
///
/// Thread-safety: none; one reader, one thread.
class MetricsReader {
public:
    explicit MetricsReader(std::filesystem::path path) : path_(std::move(path)) {}

    /// The rows of lines that were finished since the last call. When the file was replaced or has shrunk (a run that
    /// went back to a checkpoint), reading starts over from its beginning.
    [[nodiscard]] std::vector<MetricRow> readNew();

    /// Whether the last readNew() started over: what was read before no longer counts.
    [[nodiscard]] bool startedOver() const { return startedOver_; }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    std::uint64_t offset_ = 0;  ///< bytes consumed
    std::uint64_t file_ = 0;    ///< inode of the file they came from
    bool startedOver_ = false;
};

}  // namespace musicrl
