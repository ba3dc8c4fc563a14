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
constexpr double dragThreshold = 4.0;

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
    setToolTip(tr("Drag to choose a part that loops; click to seek"));
    setFocusPolicy(Qt::NoFocus);
}

void TimeRuler::setRegion(const std::optional<TimeRange>& region, bool active) {
    region_ = region;
    active_ = active;
    update();
}

void TimeRuler::mousePressEvent(QMouseEvent* event) {
    pressX_ = event->position().x();
    dragged_.reset();
}

void TimeRuler::mouseMoveEvent(QMouseEvent* event) {
    const double x = event->position().x();
    if ((event->buttons() & Qt::LeftButton) == 0 || std::abs(x - pressX_) < dragThreshold) {
        return;
    }
    dragged_ = TimeRange{secondsAt(std::min(x, pressX_)), secondsAt(std::max(x, pressX_))};
    update();
}

void TimeRuler::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || durationSeconds() <= 0.0) {
        return;
    }
    if (!dragged_) {
        Q_EMIT seekRequested(secondsAt(event->position().x()));
        return;
    }
    const TimeRange chosen = *dragged_;
    dragged_.reset();
    if (chosen.length() > 0.0) {
        Q_EMIT regionChosen(chosen.begin, chosen.end);
    }
    update();
}

void TimeRuler::paintRegion(QPainter& painter) const {
    const std::optional<TimeRange>& shown = dragged_ ? dragged_ : region_;
    if (!shown) {
        return;
    }
    const Theme& theme = currentTheme();
    const QColor ink = active_ || dragged_ ? theme.good : theme.strongBorder;
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
    paintRegion(painter);
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
