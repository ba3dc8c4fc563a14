// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audio/WaveformView.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr int barPitch = 3;  // two pixels of bar, one between

/// Greatest deflection of the peaks in [first, last), at least one of them.
float deflection(const std::vector<Peak>& peaks, double first, double last) {
    const auto count = static_cast<double>(peaks.size());
    const auto begin = static_cast<std::size_t>(std::clamp(first, 0.0, count - 1.0));
    const auto end = static_cast<std::size_t>(std::clamp(std::ceil(last), static_cast<double>(begin) + 1.0, count));
    float greatest = 0.0F;
    for (std::size_t i = begin; i < end; ++i) {
        greatest = std::max({greatest, std::abs(peaks[i].low), std::abs(peaks[i].high)});
    }
    return std::min(greatest, 1.0F);
}

}  // namespace

WaveformView::WaveformView(QWidget* parent) : TimelineView(parent) {
    setAccessibleName(tr("Waveform"));
    setMinimumHeight(40);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void WaveformView::setPeaks(std::vector<Peak> peaks, double durationSeconds) {
    peaks_ = std::move(peaks);
    setDuration(durationSeconds);
}

void WaveformView::setInk(QColor Theme::*color) {
    ink_ = color;
    update();
}

void WaveformView::resizeEvent(QResizeEvent*) {
    measureBars();
}

void WaveformView::rangeChanged() {
    measureBars();
}

void WaveformView::measureBars() {
    bars_.clear();
    if (peaks_.empty() || durationSeconds() <= 0.0) {
        return;
    }
    const double peaksPerSecond = static_cast<double>(peaks_.size()) / durationSeconds();
    for (int x = 0; x + 2 <= width() && range().secondsAt(x, width()) < durationSeconds(); x += barPitch) {
        const double first = range().secondsAt(x, width()) * peaksPerSecond;
        const double last = range().secondsAt(x + barPitch, width()) * peaksPerSecond;
        bars_.push_back(deflection(peaks_, first, last));
    }
}

void WaveformView::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    if (bars_.empty()) {
        if (durationSeconds() > 0.0) {  // there is a clip, whose picture is not shown
            QPainter painter(this);
            painter.fillRect(QRectF(0.0, height() / 2.0, width(), 1.0), theme.strongBorder);
            paintRegion(painter);
            paintCursor(painter);
        }
        return;
    }
    const QColor played = theme.*ink_;
    const QColor rest = blend(theme.card, played, 0.42);
    const double playedUntil = xOf(positionSeconds());
    const double middle = height() / 2.0;
    QPainter painter(this);
    paintRegion(painter);
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        const int x = static_cast<int>(i) * barPitch;
        const double half = std::max(0.5, std::round(static_cast<double>(bars_[i]) * (height() - 2) / 2.0));
        painter.fillRect(QRectF(x, middle - half, 2, 2.0 * half), x < playedUntil ? played : rest);
    }
    paintCursor(painter);
}

}  // namespace musicrl
