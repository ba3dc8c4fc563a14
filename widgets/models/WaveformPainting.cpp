// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/WaveformPainting.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr double barWidth = 2.0;
constexpr double barPitch = 3.0;

/// The largest deflection of the peaks that fall on bar \p bar of \p bars.
double heightOf(const std::vector<Peak>& peaks, int bar, int bars) {
    const std::size_t count = peaks.size();
    const auto first = count * static_cast<std::size_t>(bar) / static_cast<std::size_t>(bars);
    const auto last = std::max(first + 1, count * static_cast<std::size_t>(bar + 1) / static_cast<std::size_t>(bars));
    float height = 0.0F;
    for (std::size_t i = first; i < std::min(last, count); ++i) {
        height = std::max({height, std::abs(peaks[i].low), std::abs(peaks[i].high)});
    }
    return static_cast<double>(height);
}

/// Small pictures show shape, not level: the loudest bar fills the height, unless the clip is next to silent.
double scaleFor(const std::vector<Peak>& peaks) {
    constexpr double quietest = 0.05;
    float loudest = 0.0F;
    for (const Peak& peak : peaks) {
        loudest = std::max({loudest, std::abs(peak.low), std::abs(peak.high)});
    }
    return 1.0 / std::max(quietest, static_cast<double>(loudest));
}

}  // namespace

void paintWaveform(QPainter& painter, const QRectF& area, const std::vector<Peak>& peaks, const QColor& rest,
                   const QColor& played, double fraction) {
    const int bars = static_cast<int>(area.width() / barPitch);
    if (peaks.empty() || bars < 1) {
        return;
    }
    const double scale = scaleFor(peaks) * area.height();
    for (int bar = 0; bar < bars; ++bar) {
        const double height = std::max(1.0, heightOf(peaks, bar, bars) * scale);
        const double x = area.left() + bar * barPitch;
        const bool done = fraction >= 0.0 && bar < fraction * bars;
        painter.fillRect(QRectF(x, area.center().y() - height / 2.0, barWidth, height), done ? played : rest);
    }
    if (fraction >= 0.0) {
        painter.fillRect(QRectF(area.left() + fraction * area.width(), area.top(), 1.0, area.height()), played);
    }
}

}  // namespace musicrl
