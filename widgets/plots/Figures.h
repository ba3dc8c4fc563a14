// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/plots/RunSeries.h"

#include <filesystem>
#include <vector>

namespace musicrl {

/// Writes reward-vs-kl, reward-vs-step and kl-vs-step as PNG, PDF and SVG, each with a CSV of the numbers drawn
/// (columns run, step, then value and smoothed value per axis). Needs a QApplication, but no display: the offscreen
/// platform will do. Figures are light, whatever the window wears.
///
/// \return the files, as written
/// \throws Error(BadInput) when no run has a step, Error(Io)
std::vector<std::filesystem::path> writeFigures(const std::filesystem::path& folder, const std::vector<RunSeries>& runs);

}  // namespace musicrl
