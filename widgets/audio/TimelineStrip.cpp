// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audio/TimelineStrip.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <utility>

namespace musicrl {
namespace {

constexpr double narrowest = 3.0;  // pixels of a cell that is drawn by itself
constexpr double gapped = 8.0;     // and of one that is set off from the next
constexpr int columnWidth = 2;     // of those that are not
constexpr double dragThreshold = 4.0;
constexpr double shortestLoop = 0.1;  // seconds

/// Relative luminance, 0 to 1. \see WCAG 2.2
double luminance(const QColor& color) {
    const auto linear = [](float channel) {
        return channel <= 0.04045F ? channel / 12.92 : std::pow((static_cast<double>(channel) + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// White or near black, whichever stands out more.
QColor inkOn(const QColor& ground) {
    constexpr double evenContrast = 0.19;  // where (1 + 0.05) / (l + 0.05) = (l + 0.05) / (0.005 + 0.05)
    return luminance(ground) > evenContrast ? QColor(0x10, 0x12, 0x16) : QColor(0xff, 0xff, 0xff);
}

}  // namespace

TimelineStrip::TimelineStrip(QWidget* parent) : TimelineView(parent) {
    setCursor(Qt::PointingHandCursor);
    setFixedHeight(16);
}

void TimelineStrip::setCells(std::vector<StripCell> cells, double low, double high, int decimals) {
    cells_ = std::move(cells);
    low_ = low;
    high_ = high;
    decimals_ = decimals;
    update();
}

void TimelineStrip::setInk(QColor Theme::*color) {
    ink_ = color;
    update();
}

void TimelineStrip::setNegativeInk(QColor Theme::*color) {
    negativeInk_ = color;
    update();
}

void TimelineStrip::setName(const QString& name) {
    name_ = name;
    setAccessibleName(name);
}

TimeRange TimelineStrip::visibleSpan(std::size_t index) const {
    TimeRange span{cells_[index].beginSeconds, cells_[index].endSeconds};
    if (index > 0 && cells_[index - 1].endSeconds > span.begin) {
        span.begin = (cells_[index - 1].endSeconds + span.begin) / 2.0;
    }
    if (index + 1 < cells_.size() && cells_[index + 1].beginSeconds < span.end) {
        span.end = (cells_[index + 1].beginSeconds + span.end) / 2.0;
    }
    return span;
}

double TimelineStrip::brightness(double value) const {
    if (negativeInk_ != nullptr) {
        const double most = std::max(std::abs(low_), std::abs(high_));
        return most > 0.0 ? std::clamp(std::abs(value) / most, 0.0, 1.0) : 0.0;
    }
    return high_ > low_ ? std::clamp((value - low_) / (high_ - low_), 0.0, 1.0) : 1.0;
}

const StripCell* TimelineStrip::cellAt(double seconds) const {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const TimeRange span = visibleSpan(i);
        if (seconds >= span.begin && seconds < span.end) {
            return &cells_[i];
        }
    }
    return nullptr;
}

/// With a true minus sign, and none before 0.00.
QString TimelineStrip::valueText(double value) const {
    const bool isZero = std::round(value * std::pow(10.0, decimals_)) == 0.0;
    return QString::number(isZero ? 0.0 : value, 'f', decimals_).replace(u'-', u'−');
}

QString TimelineStrip::textAt(double seconds) const {
    const StripCell* cell = cellAt(seconds);
    return cell == nullptr ? QString()
                           : QStringLiteral("%1–%2 s · %3")
                                 .arg(cell->beginSeconds, 0, 'f', 1)
                                 .arg(cell->endSeconds, 0, 'f', 1)
                                 .arg(valueText(cell->value));
}

void TimelineStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && !choosesRegion(*event)) {
        pressX_ = event->position().x();
    } else {
        TimelineView::mousePressEvent(event);
    }
}

void TimelineStrip::mouseMoveEvent(QMouseEvent* event) {
    if (pressX_ && std::abs(event->position().x() - *pressX_) < dragThreshold) {
        return;
    }
    pressX_.reset();
    TimelineView::mouseMoveEvent(event);
}

void TimelineStrip::mouseReleaseEvent(QMouseEvent* event) {
    if (!pressX_ || event->button() != Qt::LeftButton) {
        TimelineView::mouseReleaseEvent(event);
        return;
    }
    const double seconds = secondsAt(*std::exchange(pressX_, std::nullopt));
    if (const StripCell* cell = cellAt(seconds)) {
        Q_EMIT cellChosen(cell->beginSeconds, cell->endSeconds);
    } else {
        Q_EMIT seekRequested(seconds);
    }
}

void TimelineStrip::mouseDoubleClickEvent(QMouseEvent* event) {
    const StripCell* cell = cellAt(secondsAt(event->position().x()));
    if (cell != nullptr && cell->endSeconds - cell->beginSeconds >= shortestLoop) {
        Q_EMIT cellLooped(cell->beginSeconds, std::min(cell->endSeconds, durationSeconds()));
    }
}

bool TimelineStrip::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = textAt(secondsAt(help->pos().x()));
        const QString hint =
            name_ + QStringLiteral(" · ") + text + QLatin1Char('\n') + tr("click plays it, a double click loops it");
        QToolTip::showText(help->globalPos(), text.isEmpty() ? QString() : hint, this);
        return true;
    }
    return TimelineView::event(event);
}

QColor TimelineStrip::groundOf(double value) const {
    const Theme& theme = currentTheme();
    const bool isNegative = negativeInk_ != nullptr && value < 0.0;
    const double faintest = negativeInk_ != nullptr ? 0.04 : 0.16;
    return blend(theme.card, isNegative ? theme.*negativeInk_ : theme.*ink_, faintest + 0.64 * brightness(value));
}

void TimelineStrip::paintCell(QPainter& painter, const QRectF& cell, double value) const {
    const QColor ground = groundOf(value);
    painter.fillRect(cell, ground);
    const QString text = valueText(value);
    if (QFontMetricsF(painter.font()).horizontalAdvance(text) + 8.0 < cell.width()) {
        painter.setPen(inkOn(ground));
        painter.drawText(cell, Qt::AlignCenter, text);
    }
}

void TimelineStrip::paintNarrow(QPainter& painter, std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last;) {
        const auto column = static_cast<int>(std::floor(xOf(visibleSpan(i).begin) / columnWidth));
        double sum = 0.0;
        int count = 0;
        for (; i < last && static_cast<int>(std::floor(xOf(visibleSpan(i).begin) / columnWidth)) == column; ++i) {
            sum += cells_[i].value;
            ++count;
        }
        const double next = i < last ? xOf(visibleSpan(i).begin) : xOf(visibleSpan(last - 1).end);
        const double left = column * columnWidth;
        const double right = std::max(left + columnWidth, std::floor(next / columnWidth) * columnWidth);
        if (right > 0.0 && left < width()) {
            painter.fillRect(QRectF(left, 0.0, right - left, height()), groundOf(sum / count));
        }
    }
}

void TimelineStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QFont font = currentTheme().mono;
    font.setPixelSize(10);
    painter.setFont(font);
    std::size_t firstNarrow = 0;  // of those that wait to be drawn together
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const TimeRange span = visibleSpan(i);
        if (xOf(span.end) - xOf(span.begin) < narrowest) {
            continue;
        }
        paintNarrow(painter, firstNarrow, i);
        firstNarrow = i + 1;
        const double gap = xOf(span.end) - xOf(span.begin) < gapped ? 0.0 : 1.0;
        const double left = std::max(0.0, std::round(xOf(span.begin)));
        const double end = std::round(xOf(std::min(span.end, durationSeconds()))) - gap;
        const double right = std::min(static_cast<double>(width()), end);
        if (right > left) {
            paintCell(painter, QRectF(left, 0.0, right - left, height()), cells_[i].value);
        }
    }
    paintNarrow(painter, firstNarrow, cells_.size());
}

}  // namespace musicrl
