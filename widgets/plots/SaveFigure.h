// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>

class QCustomPlot;

namespace musicrl {

/// Writes what a plot shows, in a format chosen by the extension: .png (with \p pngScale times the pixels), .pdf or
/// .svg. \return false when the file could not be written
[[nodiscard]] bool saveFigure(QCustomPlot& plot, const QString& path, const QSize& size, double pngScale);

}  // namespace musicrl
