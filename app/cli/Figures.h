// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

namespace musicrl {

/// Has the workbench draw a run's curves, without a display, where it is installed beside this program or in PATH.
/// \return the files in \p outFolder, none when there is no workbench or it failed
[[nodiscard]] std::vector<std::filesystem::path> drawFigures(const std::filesystem::path& runFolder,
                                                             const std::filesystem::path& outFolder);

/// The same for the figures of a report, beside the CSV files of their numbers. \return whether they were drawn
[[nodiscard]] bool drawReportFigures(const std::filesystem::path& figuresFolder);

}  // namespace musicrl
