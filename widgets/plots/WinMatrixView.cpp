// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/WinMatrixView.h"

#include "widgets/theme/Theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr int rowHeight = 32;
constexpr int widestName = 150;
constexpr double strongest = 0.55;  // of a colour on the card, at a win rate of 0 or 1

WinCell mirrored(const WinCell& cell) {
    return {cell.column, cell.row,           cell.losses,     cell.ties,
            cell.wins,   1.0 - cell.winRate, 1.0 - cell.high, 1.0 - cell.low};
}

QString percent(double share) {
    return QString::number(std::lround(100.0 * share));
}

}  // namespace

WinMatrixView::WinMatrixView(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    setAccessibleName(tr("Win rates"));
}

void WinMatrixView::setMatrix(const QStringList& models, const std::vector<WinCell>& cells) {
    models_ = models;
    cells_ = cells;
    for (const WinCell& cell : cells) {
        cells_.push_back(mirrored(cell));
    }
    QStringList lines;
    for (const WinCell& cell : cells) {
        lines << tr("%1 against %2: %3").arg(models_[cell.row], models_[cell.column], textAt(cell.row, cell.column));
    }
    setAccessibleDescription(lines.join(u'\n'));
    updateGeometry();
    update();
}

const WinCell* WinMatrixView::find(int row, int column) const {
    const auto found = std::find_if(cells_.begin(), cells_.end(),
                                    [&](const WinCell& cell) { return cell.row == row && cell.column == column; });
    return found == cells_.end() ? nullptr : &*found;
}

QString WinMatrixView::textAt(int row, int column) const {
    const WinCell* cell = find(row, column);
    if (cell == nullptr || !std::isfinite(cell->winRate)) {
        return cell != nullptr && cell->ties > 0 ? tr("ties only") : QStringLiteral("—");
    }
    const QString rate = tr("%1 %").arg(percent(cell->winRate));
    const bool known = std::isfinite(cell->low) && std::isfinite(cell->high);
    return known ? tr("%1 (%2–%3)").arg(rate, percent(cell->low), percent(cell->high)) : rate;
}

QSize WinMatrixView::sizeHint() const {
    return {420, models_.isEmpty() ? 0 : (static_cast<int>(models_.size()) + 1) * rowHeight};
}

int WinMatrixView::nameWidth() const {
    int width = 0;
    for (const QString& model : models_) {
        width = std::max(width, QFontMetrics(currentTheme().body).horizontalAdvance(model));
    }
    return std::min(width, widestName) + space::large;
}

QRect WinMatrixView::cellRect(int row, int column) const {
    const double each = static_cast<double>(width() - nameWidth()) / std::max(1, static_cast<int>(models_.size()));
    const int left = nameWidth() + static_cast<int>(std::lround(each * column));
    const int right = nameWidth() + static_cast<int>(std::lround(each * (column + 1)));
    return {left, (row + 1) * rowHeight, right - left, rowHeight};
}

const WinCell* WinMatrixView::cellAt(const QPoint& position) const {
    for (const WinCell& cell : cells_) {
        if (cellRect(cell.row, cell.column).contains(position)) {
            return &cell;
        }
    }
    return nullptr;
}

void WinMatrixView::paintCell(QPainter& painter, const WinCell& cell) const {
    const Theme& theme = currentTheme();
    const QRect area = cellRect(cell.row, cell.column);
    if (std::isfinite(cell.winRate)) {
        const QColor ink = cell.winRate >= 0.5 ? theme.clipA : theme.clipB;
        painter.fillRect(area.adjusted(0, 0, 0, -1),
                         blend(theme.card, ink, strongest * 2.0 * std::abs(cell.winRate - 0.5)));
    }
    const QString text = textAt(cell.row, cell.column);
    const qsizetype interval = text.indexOf(u'(');
    const QString rate = interval < 0 ? text : text.left(interval);
    painter.setFont(theme.body);
    painter.setPen(theme.text);
    const QRect inner = area.adjusted(space::small, 0, -space::tight, 0);
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter, rate);
    if (interval >= 0) {
        painter.setPen(blend(theme.mutedText, theme.text, 0.35));
        const int taken = QFontMetrics(theme.body).horizontalAdvance(rate);
        painter.setFont(theme.small);
        painter.drawText(inner.adjusted(taken, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text.mid(interval));
    }
}

void WinMatrixView::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    const int count = static_cast<int>(models_.size());
    const QFontMetrics metrics(theme.body);
    painter.setFont(theme.body);
    for (int i = 0; i < count; ++i) {
        const QRect head = cellRect(-1, i).adjusted(space::small, 0, -space::tight, 0);
        painter.setPen(theme.mutedText);
        painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(models_[i], Qt::ElideMiddle, head.width()));
        const QRect name(0, (i + 1) * rowHeight, nameWidth() - space::small, rowHeight);
        painter.setPen(theme.text);
        painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(models_[i], Qt::ElideMiddle, name.width()));
        painter.setPen(theme.mutedText);
        painter.drawText(cellRect(i, i).adjusted(space::small, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         QStringLiteral("—"));
    }
    for (const WinCell& cell : cells_) {
        paintCell(painter, cell);
    }
    painter.setPen(theme.border);
    for (int i = 1; i <= count + 1; ++i) {
        painter.drawLine(0, i * rowHeight - 1, width(), i * rowHeight - 1);
    }
}

bool WinMatrixView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const WinCell* cell = cellAt(help->pos())) {
            QToolTip::showText(help->globalPos(),
                               tr("%1 against %2\n%3 won, %4 tied, %5 lost\nClick to hear them.")
                                   .arg(models_[cell->row], models_[cell->column])
                                   .arg(cell->wins)
                                   .arg(cell->ties)
                                   .arg(cell->losses),
                               this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

void WinMatrixView::mouseMoveEvent(QMouseEvent* event) {
    setCursor(cellAt(event->pos()) != nullptr ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void WinMatrixView::mousePressEvent(QMouseEvent* event) {
    const WinCell* cell = cellAt(event->pos());
    if (cell != nullptr && event->button() == Qt::LeftButton) {
        Q_EMIT pairClicked(cell->row, cell->column);
    }
}

}  // namespace musicrl
