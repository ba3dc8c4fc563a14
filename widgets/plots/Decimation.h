// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <vector>

namespace musicrl {

/// Leaves out points that lie within half a pixel of the last one kept. The line may run back and forth, so nothing is
/// sorted or averaged; first and last point stay, and so does every point that is not finite (a gap).
///
/// \param unitsPerPixelX, unitsPerPixelY  how much of each axis one pixel shows, above 0
[[nodiscard]] std::vector<QPointF> decimatedToPixels(const std::vector<QPointF>& points, double unitsPerPixelX,
                                                     double unitsPerPixelY);

}  // namespace musicrl
