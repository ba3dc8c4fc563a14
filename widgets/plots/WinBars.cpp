// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/WinBars.h"

#include "widgets/theme/Theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

namespace musicrl {
namespace {

constexpr int rowHeight = 44;
constexpr int textHeight = 20;
constexpr int barHeight = 16;

}  // namespace

WinBars::WinBars(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Wins, ties and losses"));
}

void WinBars::setBars(std::vector<WinBar> bars) {
    bars_ = std::move(bars);
    QStringList lines;
    for (const WinBar& bar : bars_) {
        lines << tr("%1 against %2: %3 won, %4 tied, %5 lost; %6")
                     .arg(bar.first, bar.second)
                     .arg(bar.wins)
                     .arg(bar.ties)
                     .arg(bar.losses)
                     .arg(bar.verdict);
    }
    setAccessibleDescription(lines.join(u'\n'));
    updateGeometry();
    update();
}

QSize WinBars::sizeHint() const {
    return {420, static_cast<int>(bars_.size()) * rowHeight};
}

void WinBars::paintBar(QPainter& painter, const WinBar& bar, int top) const {
    const Theme& theme = currentTheme();
    painter.setFont(theme.small);
    const QFontMetrics metrics(theme.small);
    const int verdictWidth = metrics.horizontalAdvance(bar.verdict);
    const int half = (width() - verdictWidth - 3 * space::large) / 2;
    const QString first = metrics.elidedText(bar.first, Qt::ElideMiddle, half);
    const QString middle = tr(" against ");
    int x = 0;
    const auto write = [&](const QString& text, const QColor& color) {
        painter.setPen(color);
        painter.drawText(QRect(x, top, width(), textHeight), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += metrics.horizontalAdvance(text);
    };
    write(first, theme.clipA);
    write(middle, theme.mutedText);
    write(metrics.elidedText(bar.second, Qt::ElideMiddle, half), theme.clipB);
    painter.setPen(bar.decided ? theme.good : theme.mutedText);
    painter.drawText(QRect(0, top, width(), textHeight), Qt::AlignRight | Qt::AlignVCenter, bar.verdict);

    const int total = std::max(1, bar.wins + bar.ties + bar.losses);
    double left = 0.0;
    const auto part = [&](int count, const QColor& color) {
        const double length = static_cast<double>(width()) * count / total;
        const QRectF area(left, top + textHeight, length, barHeight);
        painter.fillRect(area, color);
        if (metrics.horizontalAdvance(QString::number(count)) + 8 < length) {
            painter.setPen(theme.text);
            painter.drawText(area, Qt::AlignCenter, QString::number(count));
        }
        left += length;
    };
    part(bar.wins, blend(theme.card, theme.clipA, 0.45));
    part(bar.ties, theme.border);
    part(bar.losses, blend(theme.card, theme.clipB, 0.45));
}

void WinBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        paintBar(painter, bars_[i], static_cast<int>(i) * rowHeight);
    }
}

void WinBars::mousePressEvent(QMouseEvent* event) {
    const int index = event->pos().y() / rowHeight;
    if (event->button() == Qt::LeftButton && index >= 0 && index < static_cast<int>(bars_.size())) {
        Q_EMIT barClicked(index);
    }
}

}  // namespace musicrl
