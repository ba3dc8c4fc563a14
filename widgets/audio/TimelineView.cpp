// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audio/TimelineView.h"

#include "widgets/theme/Theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace musicrl {

namespace {

constexpr double zoomStep = 1.25;  // one notch of a wheel

}  // namespace

TimelineView::TimelineView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::TabFocus);
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

void TimelineView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && duration_ > 0.0) {
        Q_EMIT seekRequested(secondsAt(event->position().x()));
    }
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    if ((event->buttons() & Qt::LeftButton) != 0 && duration_ > 0.0) {
        Q_EMIT seekRequested(secondsAt(event->position().x()));
    }
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent*) {
    request({0.0, duration_});
}

void TimelineView::wheelEvent(QWheelEvent* event) {
    const QPoint turn = event->angleDelta();
    const bool sideways = turn.x() != 0 || (event->modifiers() & Qt::ShiftModifier) != 0;
    const double notches = (turn.x() != 0 ? turn.x() : turn.y()) / 120.0;
    if (sideways) {
        request(panned(range_, -0.1 * notches * range_.length(), duration_));
    } else {
        request(zoomed(range_, std::pow(zoomStep, -notches), secondsAt(event->position().x()), duration_));
    }
    event->accept();
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            Q_EMIT seekRequested(std::max(0.0, position_ - 1.0));
            break;
        case Qt::Key_Right:
            Q_EMIT seekRequested(std::min(duration_, position_ + 1.0));
            break;
        case Qt::Key_Home:
            Q_EMIT seekRequested(0.0);
            break;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            request(zoomed(range_, 1.0 / zoomStep, position_, duration_));
            break;
        case Qt::Key_Minus:
            request(zoomed(range_, zoomStep, position_, duration_));
            break;
        default:
            QWidget::keyPressEvent(event);
    }
}

void TimelineView::request(const TimeRange& range) {
    if (duration_ > 0.0 && range != range_) {
        Q_EMIT rangeRequested(range.begin, range.end);
    }
}

}  // namespace musicrl
