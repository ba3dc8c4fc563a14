// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/ClipDelegates.h"

#include "widgets/models/ClipTableModel.h"
#include "widgets/models/SampleGridModel.h"
#include "widgets/models/WaveformPainting.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>

namespace musicrl {
namespace {

constexpr int triangleWidth = 20;
constexpr int laneSide = 24;
constexpr int boxSide = 14;

/// What the table's style draws behind every cell: selection and the line below.
void paintBackground(QPainter& painter, const QStyleOptionViewItem& option) {
    const QWidget* widget = option.widget;
    QStyleOptionViewItem plain = option;
    plain.text.clear();
    plain.features = QStyleOptionViewItem::None;
    (widget != nullptr ? widget->style() : QApplication::style())->drawControl(QStyle::CE_ItemViewItem, &plain, &painter, widget);
}

bool isRelease(const QEvent& event) {
    return event.type() == QEvent::MouseButtonRelease && static_cast<const QMouseEvent&>(event).button() == Qt::LeftButton;
}

QPoint positionOf(const QEvent& event) { return static_cast<const QMouseEvent&>(event).position().toPoint(); }

void paintPeaks(QPainter& painter, const QRectF& area, const PeaksPtr& peaks, const QColor& rest, double fraction) {
    if (peaks) {
        paintWaveform(painter, area, *peaks, rest, currentTheme().clipA, fraction);
    }
}

void paintTriangle(QPainter& painter, const QRectF& area, bool playing) {
    const Theme& theme = currentTheme();
    painter.setPen(Qt::NoPen);
    painter.setBrush(playing ? theme.clipA : theme.mutedText);
    const QPointF middle = area.center();
    painter.drawPolygon(QPolygonF({middle + QPointF(-4, -5), middle + QPointF(-4, 5), middle + QPointF(5, 0)}));
}

}  // namespace

void WaveformDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    paintBackground(*painter, option);
    painter->setRenderHint(QPainter::Antialiasing);
    const double fraction = index.data(ClipTableModel::PlayedRole).toDouble();
    const QRectF cell = QRectF(option.rect).adjusted(space::small, space::small, -space::small, -space::small);
    paintTriangle(*painter, QRectF(cell.left(), cell.top(), triangleWidth - 6, cell.height()), fraction >= 0.0);
    painter->setRenderHint(QPainter::Antialiasing, false);
    paintPeaks(*painter, cell.adjusted(triangleWidth, 0, 0, 0), index.data(ClipTableModel::PeaksRole).value<PeaksPtr>(),
               currentTheme().faintText, fraction);
    painter->restore();
}

QSize WaveformDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {190, 42}; }

bool WaveformDelegate::editorEvent(QEvent* event, QAbstractItemModel*, const QStyleOptionViewItem& option, const QModelIndex& index) {
    if (isRelease(*event) && option.rect.contains(positionOf(*event))) {
        Q_EMIT clicked(index);
    }
    return false;  // the click selects the row as well
}

QRect LanesDelegate::buttonRect(const QRect& cell, int lane) {
    return {cell.left() + space::small + lane * (laneSide + 6), cell.center().y() - laneSide / 2 + 1, laneSide, laneSide};
}

void LanesDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex&) const {
    const Theme& theme = currentTheme();
    painter->save();
    paintBackground(*painter, option);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(theme.title);
    for (int lane = 0; lane < 2; ++lane) {
        const QRectF button = QRectF(buttonRect(option.rect, lane)).adjusted(0.5, 0.5, -0.5, -0.5);
        painter->setPen(theme.border);
        painter->setBrush(theme.raised);
        painter->drawRoundedRect(button, 5, 5);
        painter->setPen(lane == 0 ? theme.clipA : theme.clipB);
        painter->drawText(button, Qt::AlignCenter, lane == 0 ? QStringLiteral("A") : QStringLiteral("B"));
    }
    painter->restore();
}

QSize LanesDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {2 * laneSide + 6 + 2 * space::small, 42}; }

bool LanesDelegate::editorEvent(QEvent* event, QAbstractItemModel*, const QStyleOptionViewItem& option, const QModelIndex& index) {
    if (!isRelease(*event)) {
        return false;
    }
    for (int lane = 0; lane < 2; ++lane) {
        if (buttonRect(option.rect, lane).contains(positionOf(*event))) {
            Q_EMIT laneClicked(index, lane == 0 ? QLatin1Char('A') : QLatin1Char('B'));
            return true;
        }
    }
    return false;
}

QRect SampleDelegate::boxRect(const QRect& cell) {
    return {cell.right() - space::small - boxSide, cell.bottom() - 9 - boxSide, boxSide, boxSide};
}

void SampleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& theme = currentTheme();
    painter->save();
    QStyleOptionViewItem plain = option;
    plain.state &= ~QStyle::State_Selected;
    paintBackground(*painter, plain);
    if (index.data(SampleGridModel::PathRole).isValid()) {
        const double fraction = index.data(SampleGridModel::PlayedRole).toDouble();
        const bool newest = index.column() == index.model()->columnCount() - 1;
        const QRectF cell = QRectF(option.rect).adjusted(space::small, 7, -space::small, -7);
        paintPeaks(*painter, QRectF(cell.left(), cell.top(), cell.width(), cell.height() - 22),
                   index.data(SampleGridModel::PeaksRole).value<PeaksPtr>(),
                   newest ? blend(theme.faintText, theme.clipA, 0.5) : theme.faintText, fraction);
        QFont font = theme.mono;
        font.setPixelSize(11);
        painter->setFont(font);
        painter->setPen(theme.mutedText);
        painter->drawText(QRectF(cell.left(), cell.bottom() - 18, cell.width() - boxSide - 4, 18), Qt::AlignLeft | Qt::AlignVCenter,
                          index.data(SampleGridModel::ScoresRole).toString());
        const int lane = index.data(SampleGridModel::LaneRole).toInt();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(lane == 0 ? theme.clipA : lane == 1 ? theme.clipB : theme.strongBorder);
        painter->setBrush(theme.raised);
        const QRectF box = QRectF(boxRect(option.rect)).adjusted(0.5, 0.5, -0.5, -0.5);
        painter->drawRoundedRect(box, 3, 3);
        font.setBold(true);
        painter->setFont(font);
        painter->drawText(box, Qt::AlignCenter, lane == 0 ? QStringLiteral("A") : lane == 1 ? QStringLiteral("B") : QString());
    }
    painter->restore();
}

QSize SampleDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {150, 58}; }

bool SampleDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index) {
    if (!isRelease(*event) || !index.data(SampleGridModel::PathRole).isValid()) {
        return false;
    }
    if (boxRect(option.rect).adjusted(-4, -4, 4, 4).contains(positionOf(*event))) {
        const bool checked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        return model->setData(index, static_cast<int>(checked ? Qt::Unchecked : Qt::Checked), Qt::CheckStateRole);
    }
    Q_EMIT clicked(index);
    return true;
}

}  // namespace musicrl
