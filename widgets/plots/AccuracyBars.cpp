// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/AccuracyBars.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace musicrl {
namespace {

constexpr int rowHeight = 40;
constexpr int textHeight = 22;
constexpr int barHeight = 12;
constexpr int footHeight = 18;

}  // namespace

AccuracyBars::AccuracyBars(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Which signal predicts the raters"));
}

void AccuracyBars::setBars(std::vector<AccuracyBar> bars) {
    bars_ = std::move(bars);
    QStringList lines;
    for (const AccuracyBar& bar : bars_) {
        lines << bar.name + QStringLiteral(": ") + valueText(bar);
    }
    setAccessibleDescription(lines.join(u'\n'));
    updateGeometry();
    update();
}

QString AccuracyBars::valueText(const AccuracyBar& bar) {
    const QString value = QStringLiteral("%1 %").arg(100.0 * bar.accuracy, 0, 'f', 1);
    if (bar.low >= bar.high) {  // no interval is known
        return value;
    }
    return QStringLiteral("%1 (%2–%3)").arg(value).arg(100.0 * bar.low, 0, 'f', 1).arg(100.0 * bar.high, 0, 'f', 1);
}

QSize AccuracyBars::sizeHint() const {
    return {420, bars_.empty() ? 0 : static_cast<int>(bars_.size()) * rowHeight + footHeight};
}

int AccuracyBars::indexAt(const QPoint& position) const {
    const int index = position.y() / rowHeight;
    return position.y() >= 0 && index < static_cast<int>(bars_.size()) ? index : -1;
}

void AccuracyBars::paintRow(QPainter& painter, const AccuracyBar& bar, int top) const {
    const Theme& theme = currentTheme();
    painter.setFont(theme.body);
    painter.setPen(theme.text);
    painter.drawText(QRect(0, top, width(), textHeight), Qt::AlignLeft | Qt::AlignVCenter, bar.name);
    painter.setFont(theme.mono);
    painter.setPen(theme.mutedText);
    painter.drawText(QRect(0, top, width(), textHeight), Qt::AlignRight | Qt::AlignVCenter, valueText(bar));
    const QRectF ground(0.0, top + textHeight, width(), barHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(ground, 3.0, 3.0);
    painter.setBrush(theme.*(bar.ink == nullptr ? &Theme::clipA : bar.ink));
    painter.drawRoundedRect(QRectF(ground.left(), ground.top(), ground.width() * bar.accuracy, barHeight), 3.0, 3.0);
    const double middle = ground.center().y();
    painter.setPen(QPen(theme.text, 1.5));
    painter.drawLine(QPointF(width() * bar.low, middle), QPointF(width() * bar.high, middle));
    for (const double end : {bar.low, bar.high}) {
        painter.drawLine(QPointF(width() * end, middle - 3.0), QPointF(width() * end, middle + 3.0));
    }
}

void AccuracyBars::paintEvent(QPaintEvent*) {
    if (bars_.empty()) {
        return;
    }
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        paintRow(painter, bars_[i], static_cast<int>(i) * rowHeight);
    }
    const int bottom = static_cast<int>(bars_.size()) * rowHeight;
    const double chance = width() / 2 + 0.5;
    painter.setPen(QPen(theme.mutedText, 1.0, Qt::DashLine));
    painter.drawLine(QPointF(chance, textHeight), QPointF(chance, bottom));
    painter.setFont(theme.small);
    painter.setPen(theme.mutedText);
    painter.drawText(QRect(0, bottom, width(), footHeight), Qt::AlignHCenter | Qt::AlignTop, tr("chance, 50 %"));
}

bool AccuracyBars::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int index = indexAt(help->pos());
        const QString hint = index < 0 ? QString() : bars_[static_cast<std::size_t>(index)].hint;
        hint.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), hint, this);
        return true;
    }
    return QWidget::event(event);
}

void AccuracyBars::mousePressEvent(QMouseEvent* event) {
    const int index = indexAt(event->pos());
    if (index >= 0 && event->button() == Qt::LeftButton) {
        Q_EMIT barClicked(index);
    }
}

}  // namespace musicrl
