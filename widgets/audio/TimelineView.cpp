// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audio/TimelineView.h"

#include "widgets/theme/Theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

namespace musicrl {

namespace {

constexpr double zoomStep = 1.25;  // one notch of a wheel
constexpr double dragThreshold = 4.0;
constexpr double grip = 6.0;  // how near to a region's end it is taken hold of

}  // namespace

TimelineView::TimelineView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::NoFocus);  // the page's keys seek and zoom
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TimelineView::setDuration(double seconds) {
    duration_ = std::max(0.0, seconds);
    setRange({0.0, duration_});
}

void TimelineView::setRange(const TimeRange& range) {
    range_ = range;
    rangeChanged();
    update();
}

void TimelineView::setPosition(double seconds) {
    if (seconds != position_) {
        position_ = seconds;
        update();
    }
}

void TimelineView::setRegion(const std::optional<TimeRange>& region, bool active) {
    region_ = region;
    active_ = active;
    update();
}

double TimelineView::xOf(double seconds) const {
    const QRectF area = timeArea();
    return area.left() + range_.xOf(seconds, area.width());
}

double TimelineView::secondsAt(double x) const {
    const QRectF area = timeArea();
    return std::clamp(range_.secondsAt(x - area.left(), area.width()), 0.0, duration_);
}

void TimelineView::paintCursor(QPainter& painter) const {
    const QRectF area = timeArea();
    const double x = xOf(position_);
    if (x >= area.left() && x <= area.right()) {
        painter.fillRect(QRectF(std::round(x) - 0.5, area.top(), 1.5, area.height()), currentTheme().text);
    }
}

void TimelineView::paintRegion(QPainter& painter) const {
    const std::optional<TimeRange>& region = shownRegion();
    if (!region) {
        return;
    }
    const QRectF area = timeArea();
    const double left = std::max(area.left(), xOf(region->begin));
    const double right = std::min(area.right(), xOf(region->end));
    if (right <= left) {
        return;
    }
    const Theme& theme = currentTheme();
    QColor veil = regionActive() ? theme.good : theme.strongBorder;
    for (const double x : {xOf(region->begin), xOf(region->end)}) {
        if (x >= area.left() && x <= area.right()) {
            painter.fillRect(QRectF(std::round(x) - 0.5, area.top(), 1.0, area.height()), veil);
        }
    }
    veil.setAlphaF(0.12F);
    painter.fillRect(QRectF(left, area.top(), right - left, area.height()), veil);
}

bool TimelineView::choosesRegion(const QMouseEvent& event) const {
    return (event.modifiers() & Qt::ShiftModifier) != 0;
}

/// The region's end that stays, of a press at the other one.
std::optional<double> TimelineView::otherEndNear(double x) const {
    if (region_ && std::abs(x - xOf(region_->begin)) < grip) {
        return xOf(region_->end);
    }
    if (region_ && std::abs(x - xOf(region_->end)) < grip) {
        return xOf(region_->begin);
    }
    return std::nullopt;
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || duration_ <= 0.0) {
        return;
    }
    const double x = event->position().x();
    dragged_.reset();
    anchorX_.reset();
    if (choosesRegion(*event)) {
        anchorX_ = otherEndNear(x).value_or(x);
    } else {
        Q_EMIT seekRequested(secondsAt(x));
    }
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    if ((event->buttons() & Qt::LeftButton) == 0 || duration_ <= 0.0) {
        return;
    }
    if (anchorX_) {
        dragRegion(event->position().x());
    } else {
        Q_EMIT seekRequested(secondsAt(event->position().x()));
    }
}

void TimelineView::dragRegion(double x) {
    if (dragged_ || std::abs(x - *anchorX_) >= dragThreshold) {
        dragged_ = TimeRange{secondsAt(std::min(x, *anchorX_)), secondsAt(std::max(x, *anchorX_))};
        update();
    }
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !anchorX_) {
        return;
    }
    const std::optional<TimeRange> chosen = std::exchange(dragged_, std::nullopt);
    anchorX_.reset();
    if (!chosen) {
        Q_EMIT seekRequested(secondsAt(event->position().x()));
    } else if (chosen->length() > 0.0) {
        Q_EMIT regionChosen(chosen->begin, chosen->end);
    }
    update();
}

double TimelineView::axis() const {
    return std::max(axis_, duration_);
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent*) {
    request({0.0, axis()});
}

void TimelineView::wheelEvent(QWheelEvent* event) {
    const QPoint turn = event->angleDelta();
    const bool sideways = turn.x() != 0 || (event->modifiers() & Qt::ShiftModifier) != 0;
    const double notches = (turn.x() != 0 ? turn.x() : turn.y()) / 120.0;
    if (sideways) {
        request(panned(range_, -0.1 * notches * range_.length(), axis()));
    } else {
        const double anchor = range_.secondsAt(event->position().x() - timeArea().left(), timeArea().width());
        request(zoomed(range_, std::pow(zoomStep, -notches), anchor, axis()));
    }
    event->accept();
}

void TimelineView::request(const TimeRange& range) {
    if (duration_ > 0.0 && range != range_) {
        Q_EMIT rangeRequested(range.begin, range.end);
    }
}

}  // namespace musicrl
