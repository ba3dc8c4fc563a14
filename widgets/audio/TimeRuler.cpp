// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audio/TimeRuler.h"

#include "widgets/theme/Theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

namespace musicrl {
namespace {

constexpr double labelSpacing = 72.0;

/// The shortest round step whose labels do not touch.
double tickStep(double secondsPerPixel) {
    constexpr std::array steps = {0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0};
    const auto* const found =
        std::find_if(steps.begin(), steps.end(), [&](double step) { return step >= labelSpacing * secondsPerPixel; });
    return found == steps.end() ? 1800.0 : *found;
}

QString tickLabel(double seconds, double step) {
    if (seconds >= 60.0) {
        return QStringLiteral("%1:%2")
            .arg(static_cast<int>(seconds) / 60)
            .arg(std::fmod(seconds, 60.0), 2, 'f', 0, u'0');
    }
    return QString::number(seconds, 'f', step < 0.1 ? 2 : (step < 1.0 ? 1 : 0)) + QStringLiteral(" s");
}

}  // namespace

TimeRuler::TimeRuler(QWidget* parent) : TimelineView(parent) {
    setAccessibleName(tr("Time ruler"));
    setToolTip(
        tr("Drag to choose a part that loops, or one of its ends to change it; click to seek; double-click to "
           "loop everything again"));
}

void TimeRuler::mouseDoubleClickEvent(QMouseEvent*) {
    if (shownRegion()) {
        Q_EMIT regionCleared();
    }
}

void TimeRuler::paintBar(QPainter& painter) const {
    const std::optional<TimeRange>& shown = shownRegion();
    if (!shown) {
        return;
    }
    const Theme& theme = currentTheme();
    const QColor ink = regionActive() ? theme.good : theme.strongBorder;
    const QRectF bar(xOf(shown->begin), 0.0, xOf(shown->end) - xOf(shown->begin), height());
    painter.fillRect(bar, blend(theme.card, ink, 0.18));
    painter.fillRect(QRectF(bar.left(), height() - 2.0, bar.width(), 2.0), ink);
}

void TimeRuler::paintEvent(QPaintEvent*) {
    if (durationSeconds() <= 0.0) {
        return;
    }
    const Theme& theme = currentTheme();
    QPainter painter(this);
    paintBar(painter);
    QFont font = theme.mono;
    font.setPixelSize(10);
    painter.setFont(font);
    const double step = tickStep(range().length() / std::max(1, width()));
    for (double tick = std::ceil(range().begin / step) * step; tick < range().end + step / 100.0; tick += step) {
        const double x = std::min(std::round(xOf(tick)), width() - 1.0);
        painter.fillRect(QRectF(x, height() - 5.0, 1.0, 5.0), theme.strongBorder);
        const QString label = tickLabel(tick, step);
        const double labelWidth = QFontMetricsF(font).horizontalAdvance(label);
        if (x + 4.0 + labelWidth <= width()) {
            painter.setPen(theme.mutedText);
            painter.drawText(QRectF(x + 4.0, 0.0, labelWidth + 2.0, height() - 3.0), Qt::AlignLeft | Qt::AlignVCenter,
                             label);
        }
    }
}

}  // namespace musicrl
