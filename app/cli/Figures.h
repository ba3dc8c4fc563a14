// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

namespace musicrl {

/// Has the workbench draw a run's curves, without a display, where it is installed beside this program.
/// \return the files in \p outFolder, none when there is no workbench or it failed
[[nodiscard]] std::vector<std::filesystem::path> drawFigures(const std::filesystem::path& runFolder,
                                                             const std::filesystem::path& outFolder);

}  // namespace musicrl
