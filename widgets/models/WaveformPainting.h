// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Peaks.h"

#include <QColor>
#include <QRectF>
#include <vector>

class QPainter;

namespace musicrl {

/// Peaks as bars of two pixels with one between them, mirrored about the middle of \p area; the loudest fills it.
/// \param fraction  how much of it was played, in the colour \p played; below 0 for a clip that does not play
void paintWaveform(QPainter& painter, const QRectF& area, const std::vector<Peak>& peaks, const QColor& rest,
                   const QColor& played, double fraction);

}  // namespace musicrl
