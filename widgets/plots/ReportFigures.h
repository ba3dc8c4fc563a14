// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

namespace musicrl {

/// Draws the figures of a reproduction's or a study's report from the CSV files of their numbers, which say all that is drawn:
/// quality-, mulan- and preference-vs-kl and -vs-step, win-tie-loss, preference-accuracy; study-wins, -strengths, -signals; those that are there. Each as
/// PNG, PDF and SVG under the file's name. Needs a QApplication, but no display. Light, sized for a column of print.
///
/// \param tables  folder of the CSV files  \param out  folder of the figures; may be the same
/// \return the figures, as written
/// \throws Error(BadInput) when there is none of these files or one cannot be understood, Error(Io)
/// \see Cideron et al., MusicRL, 2024, figures 1 and 4 to 8
std::vector<std::filesystem::path> writeReportFigures(const std::filesystem::path& tables,
                                                      const std::filesystem::path& out);

}  // namespace musicrl
