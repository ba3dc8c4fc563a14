// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/IntervalPlot.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr int axisHeight = 34;
constexpr int widestLabel = 168;
constexpr int widestText = 200;

/// Round steps of 1, 2 or 5 times a power of ten, about four over the span.
double stepFor(double span) {
    const double rough = span / 4.0;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough) {
            return factor * power;
        }
    }
    return 10.0 * power;
}

}  // namespace

IntervalPlot::IntervalPlot(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
}

void IntervalPlot::setRows(std::vector<IntervalRow> rows, std::optional<double> reference, const QString& axis) {
    rows_ = std::move(rows);
    reference_ = reference;
    axis_ = axis;
    if (!hasSpan_) {
        low_ = reference_.value_or(0.0);
        high_ = low_;
        bool first = !reference_.has_value();
        for (const IntervalRow& row : rows_) {
            if (row.known) {
                low_ = first ? row.low : std::min(low_, row.low);
                high_ = first ? row.high : std::max(high_, row.high);
                first = false;
            }
        }
        const double margin = high_ > low_ ? 0.06 * (high_ - low_) : 0.5;
        low_ -= margin;
        high_ += margin;
    }
    QStringList lines;
    for (const IntervalRow& row : rows_) {
        lines << row.label + QStringLiteral(": ") + row.text;
    }
    setAccessibleDescription(lines.join(u'\n'));
    updateGeometry();
    update();
}

void IntervalPlot::setSpan(double low, double high) {
    low_ = low;
    high_ = high;
    hasSpan_ = true;
}

void IntervalPlot::setRowHeight(int pixels) {
    rowHeight_ = pixels;
    updateGeometry();
    update();
}

QSize IntervalPlot::sizeHint() const {
    return {400, static_cast<int>(rows_.size()) * rowHeight_ + (rows_.empty() ? 0 : axisHeight)};
}

int IntervalPlot::labelWidth() const {
    int width = 0;
    for (const IntervalRow& row : rows_) {
        width = std::max(width, QFontMetrics(currentTheme().body).horizontalAdvance(row.label));
    }
    return std::min(width, widestLabel);
}

int IntervalPlot::textWidth() const {
    int width = 0;
    for (const IntervalRow& row : rows_) {
        width = std::max(width, row.known ? QFontMetrics(currentTheme().mono).horizontalAdvance(row.text) : 0);
    }
    return std::min(width, widestText);
}

QRectF IntervalPlot::plotArea() const {
    const double left = labelWidth() + space::large;
    const double right = width() - textWidth() - space::medium;
    return {left, 0.0, std::max(40.0, right - left), static_cast<double>(rows_.size()) * rowHeight_};
}

double IntervalPlot::xOf(double value) const {
    const QRectF area = plotArea();
    const double share = high_ > low_ ? (value - low_) / (high_ - low_) : 0.5;
    return area.left() + std::clamp(share, 0.0, 1.0) * area.width();
}

int IntervalPlot::rowAt(const QPointF& position) const {
    const int row = static_cast<int>(position.y()) / rowHeight_;
    return position.y() >= 0.0 && row < static_cast<int>(rows_.size()) ? row : -1;
}

void IntervalPlot::paintAxis(QPainter& painter) const {
    const Theme& theme = currentTheme();
    const QRectF area = plotArea();
    const double bottom = area.bottom() + 2.5;
    painter.setPen(theme.strongBorder);
    painter.drawLine(QPointF(area.left(), bottom), QPointF(area.right(), bottom));
    QFont font = theme.small;
    font.setPixelSize(11);
    painter.setFont(font);
    const double step = stepFor(high_ - low_);
    for (double tick = std::ceil(low_ / step) * step; tick <= high_ + 1e-9; tick += step) {
        const double x = std::floor(xOf(tick)) + 0.5;
        painter.setPen(theme.grid);
        painter.drawLine(QPointF(x, 0.0), QPointF(x, bottom));
        painter.setPen(theme.mutedText);
        const double shown = std::abs(tick) < step / 1e6 ? 0.0 : tick;
        painter.drawText(QRectF(x - 40.0, bottom + 2.0, 80.0, 14.0), Qt::AlignCenter,
                         QString::number(shown, 'g', 4).replace(u'-', u'−'));
    }
    painter.setPen(theme.mutedText);
    const bool fits = QFontMetricsF(font).horizontalAdvance(axis_) <= area.width();
    const QRectF foot =
        fits ? QRectF(area.left(), bottom + 15.0, area.width(), 15.0) : QRectF(0.0, bottom + 15.0, width(), 15.0);
    painter.drawText(foot, Qt::AlignCenter, axis_);
    if (reference_ && *reference_ >= low_ && *reference_ <= high_) {
        const double x = std::floor(xOf(*reference_)) + 0.5;
        painter.setPen(QPen(theme.mutedText, 1.0, Qt::DashLine));
        painter.drawLine(QPointF(x, 0.0), QPointF(x, bottom));
    }
}

void IntervalPlot::paintRow(QPainter& painter, const IntervalRow& row, int top) const {
    const Theme& theme = currentTheme();
    painter.setFont(theme.body);
    painter.setPen(theme.text);
    const QString label = QFontMetrics(theme.body).elidedText(row.label, Qt::ElideMiddle, labelWidth() + 2);
    painter.drawText(QRect(0, top, labelWidth() + 2, rowHeight_), Qt::AlignLeft | Qt::AlignVCenter, label);
    const QRectF area = plotArea();
    if (!row.known) {
        painter.setPen(theme.mutedText);
        const double left = area.left() + space::small;  // clear of the axis
        const int room = width() - static_cast<int>(left);
        painter.drawText(QRectF(left, top, room, rowHeight_), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(theme.body).elidedText(row.text, Qt::ElideRight, room));
        return;
    }
    const double middle = top + rowHeight_ / 2.0;
    const QColor ink = theme.*(row.ink == nullptr ? &Theme::clipA : row.ink);
    painter.setPen(QPen(ink, 2.0));
    painter.drawLine(QPointF(xOf(row.low), middle), QPointF(xOf(row.high), middle));
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawEllipse(QPointF(xOf(row.value), middle), 4.5, 4.5);
    painter.setFont(theme.mono);
    painter.setPen(theme.mutedText);
    painter.drawText(QRect(width() - textWidth(), top, textWidth(), rowHeight_), Qt::AlignRight | Qt::AlignVCenter,
                     row.text);
}

void IntervalPlot::paintEvent(QPaintEvent*) {
    if (rows_.empty()) {
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxis(painter);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        paintRow(painter, rows_[i], static_cast<int>(i) * rowHeight_);
    }
}

bool IntervalPlot::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = rowAt(help->pos());
        const QString hint = row < 0 ? QString() : rows_[static_cast<std::size_t>(row)].hint;
        hint.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), hint, this);
        return true;
    }
    return QWidget::event(event);
}

void IntervalPlot::mousePressEvent(QMouseEvent* event) {
    const int row = rowAt(event->position());
    if (row >= 0 && event->button() == Qt::LeftButton) {
        Q_EMIT rowClicked(row);
    }
}

}  // namespace musicrl
