// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/Progress.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace musicrl {

/// Begins a TensorBoard event file in \p folder. What earlier files of the folder say of \p firstStep and later steps
/// no longer counts: TensorBoard drops it when it comes to this file, so that a run which went back to a checkpoint
/// shows one curve.
///
/// \return events.out.tfevents.<seconds>.musicrl, with seconds (Unix time) above those of the files that are there:
///         TensorBoard reads them in order of their names
/// \throws Error(Io)
/// \see tensorboard/compat/proto/event.proto and summary.proto for the fields of what is written here
[[nodiscard]] std::filesystem::path beginEventFile(const std::filesystem::path& folder, std::int64_t firstStep);

/// The last event file of a folder, which is the one to go on with.
[[nodiscard]] std::optional<std::filesystem::path> newestEventFile(const std::filesystem::path& folder);

/// The numbers of a row as scalars of their names, in single precision, in one event and one write(). \throws Error(Io)
void appendScalars(const std::filesystem::path& eventFile, const MetricRow& row);

/// A text (Markdown) as TensorBoard's text page shows it. \throws Error(Io)
void appendText(const std::filesystem::path& eventFile, std::int64_t step, const std::string& tag,
                const std::string& text);

}  // namespace musicrl
