// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/RunTableModel.h"

#include "widgets/theme/Theme.h"

#include <QLocale>
#include <QPainter>
#include <QPixmap>
#include <QPolygonF>
#include <algorithm>
#include <utility>

namespace musicrl {
namespace {

/// A disc in the run's colour; a running one has a ring around it, one with alarms a red triangle at its corner.
QIcon dot(const RunRow& row) {
    const auto& series = currentTheme().series;
    const QColor color = series[static_cast<std::size_t>(row.colorIndex) % series.size()];
    QPixmap pixmap(32, 32);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(8, 8, 16, 16));
    if (row.running) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 2.5));
        painter.drawEllipse(QRectF(3, 3, 26, 26));
    }
    if (row.alarms > 0) {
        painter.setPen(QPen(currentTheme().card, 2.0));
        painter.setBrush(currentTheme().bad);
        painter.drawPolygon(QPolygonF({QPointF(23, 1), QPointF(32, 17), QPointF(14, 17)}));
    }
    painter.end();
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected);  // the style would tint it: the colour is the run's name
    return icon;
}

QString number(std::optional<double> value, int decimals) {
    return value ? QString::number(*value, 'f', decimals) : QStringLiteral("–");
}

}  // namespace

void RunTableModel::setRows(std::vector<RunRow> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

int RunTableModel::rowOf(const QString& id) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const RunRow& row) { return row.id == id; });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

void RunTableModel::setRow(RunRow row) {
    if (const int at = rowOf(row.id); at >= 0) {
        rows_[static_cast<std::size_t>(at)] = std::move(row);
        Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
        return;
    }
    const int at = static_cast<int>(rows_.size());
    beginInsertRows({}, at, at);
    rows_.push_back(std::move(row));
    endInsertRows();
}

int RunTableModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(rows_.size()); }

int RunTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant RunTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const RunRow& row = rows_[static_cast<std::size_t>(index.row())];
    if (role == IdRole) {
        return row.id;
    }
    if (role == Qt::DecorationRole && index.column() == Name) {
        return dot(row);
    }
    if (role == Qt::ToolTipRole && index.column() == Name) {
        const QString name = row.running ? tr("%1, running").arg(row.id) : row.id;
        return row.alarms == 0 ? name : tr("%1\nalarms: %2").arg(name).arg(row.alarms);
    }
    if (role == Qt::FontRole && index.column() != Name) {
        return currentTheme().mono;
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (index.column()) {
        case Name: return row.name;
        case Step: return QLocale().toString(static_cast<qlonglong>(row.step));
        case Mulan: return number(row.mulan, 2);
        case Kl: return number(row.klNats, 1);
        default: return {};
    }
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    }
    const QString names[] = {tr("run"), tr("step"), tr("MuLan"), tr("KL")};
    return role == Qt::DisplayRole && section >= 0 && section < ColumnCount ? names[section] : QVariant();
}

}  // namespace musicrl
