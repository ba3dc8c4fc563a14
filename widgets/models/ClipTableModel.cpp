// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/ClipTableModel.h"

#include "record/GeneratorName.h"
#include "widgets/rewards/TermPresentation.h"
#include "widgets/theme/Theme.h"

#include <QFileInfo>
#include <algorithm>
#include <limits>
#include <utility>

namespace musicrl {
namespace {

QString scoreText(std::optional<double> value, int decimals) {
    return value ? numberText(*value, decimals) : QStringLiteral("–");
}

std::optional<double> mixOf(const ClipRow& row) {
    return row.record && row.record->scores ? std::optional(row.record->scores->total) : std::nullopt;
}

QString promptOf(const ClipRow& row) {
    return row.record ? QString::fromStdString(row.record->recipe.prompt.text) : QFileInfo(row.path).completeBaseName();
}

QString modelOf(const ClipRow& row) {
    return row.record ? QString::fromStdString(generatorName(row.record->recipe, row.path.toStdString())) : QStringLiteral("–");
}

QString cellText(const ClipRow& row, int column) {
    switch (column) {
        case ClipTableModel::PromptText: return promptOf(row);
        case ClipTableModel::ModelName: return modelOf(row);
        case ClipTableModel::Duration: return QString::number(row.durationSeconds, 'f', 1);
        case ClipTableModel::Seed: return row.record ? QString::number(row.record->recipe.prompt.seed) : QStringLiteral("–");
        case ClipTableModel::Mulan: return scoreText(termValue(row, "mulan"), 3);
        case ClipTableModel::Mos: return scoreText(termValue(row, "quality"), 2);
        case ClipTableModel::Mix: return scoreText(mixOf(row), 3);
        default: return {};
    }
}

}  // namespace

std::optional<double> termValue(const ClipRow& row, const std::string& term) {
    if (!row.record || !row.record->scores) {
        return std::nullopt;
    }
    const RewardTerm* found = row.record->scores->find(term);
    return found == nullptr ? std::nullopt : std::optional(found->raw);
}

void ClipTableModel::setRows(std::vector<ClipRow> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

int ClipTableModel::rowOf(const QString& path) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const ClipRow& row) { return row.path == path; });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

void ClipTableModel::prepend(ClipRow row) {
    if (const int at = rowOf(row.path); at >= 0) {
        rows_[static_cast<std::size_t>(at)] = std::move(row);
        Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
        return;
    }
    beginInsertRows({}, 0, 0);
    rows_.insert(rows_.begin(), std::move(row));
    endInsertRows();
}

void ClipTableModel::setPlayed(const QString& path, double fraction) {
    const QString before = std::exchange(playedPath_, path);
    played_ = fraction;
    for (const QString& changed : {before, path}) {
        if (const int row = rowOf(changed); row >= 0) {
            Q_EMIT dataChanged(index(row, Waveform), index(row, Waveform), {PlayedRole});
        }
    }
}

int ClipTableModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(rows_.size()); }

int ClipTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ClipTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const ClipRow& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole: return cellText(row, index.column());
        case Qt::ToolTipRole: return index.column() == PromptText ? promptOf(row) : QVariant();
        case Qt::FontRole: return index.column() >= Duration ? QVariant(currentTheme().mono) : QVariant();
        case Qt::AccessibleTextRole: return index.column() == Waveform ? tr("Play: %1").arg(promptOf(row)) : QVariant();
        case PathRole: return row.path;
        case PeaksRole: return QVariant::fromValue(row.peaks);
        case PlayedRole: return row.path == playedPath_ ? played_ : -1.0;
        case SortRole: return sortValue(row, index.column());
        default: return {};
    }
}

QVariant ClipTableModel::sortValue(const ClipRow& row, int column) const {
    constexpr double unknown = -std::numeric_limits<double>::infinity();
    switch (column) {
        case Duration: return row.durationSeconds;
        case Seed: return row.record ? QVariant(static_cast<qulonglong>(row.record->recipe.prompt.seed)) : QVariant();
        case Mulan: return termValue(row, "mulan").value_or(unknown);
        case Mos: return termValue(row, "quality").value_or(unknown);
        case Mix: return mixOf(row).value_or(unknown);
        case Waveform: return row.record ? QString::fromStdString(row.record->createdUtc) : QString();
        default: return cellText(row, column);
    }
}

QVariant ClipTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    const QString names[] = {tr("waveform"), tr("prompt"), tr("model"), tr("s"), tr("seed"), tr("MuLan"), tr("MOS"), tr("mix"), tr("to lane")};
    return section >= 0 && section < ColumnCount ? names[section] : QVariant();
}

}  // namespace musicrl
