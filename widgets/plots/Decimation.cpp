// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/Decimation.h"

#include <cmath>

namespace musicrl {

std::vector<QPointF> decimatedToPixels(const std::vector<QPointF>& points, double unitsPerPixelX, double unitsPerPixelY) {
    std::vector<QPointF> kept;
    const auto sameDot = [&](const QPointF& a, const QPointF& b) {
        return std::hypot((a.x() - b.x()) / unitsPerPixelX, (a.y() - b.y()) / unitsPerPixelY) < 0.5;
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        // A comparison with a gap is false, so gaps and the points after them stay.
        if (kept.empty() || i + 1 == points.size() || !sameDot(points[i], kept.back())) {
            kept.push_back(points[i]);
        }
    }
    return kept;
}

}  // namespace musicrl
