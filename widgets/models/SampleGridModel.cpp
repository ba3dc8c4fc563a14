// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/SampleGridModel.h"

#include <QLocale>
#include <algorithm>
#include <utility>

namespace musicrl {
namespace {

QString scoresText(const ClipRow& clip) {
    QStringList parts;
    if (const auto mulan = termValue(clip, "mulan")) {
        parts << QStringLiteral("MuLan %1").arg(*mulan, 0, 'f', 2).replace(QStringLiteral("0."), QStringLiteral("."));
    }
    if (const auto mos = termValue(clip, "quality")) {
        parts << QStringLiteral("MOS %1").arg(*mos, 0, 'f', 1);
    }
    return parts.isEmpty() ? QStringLiteral("not scored") : parts.join(QLatin1Char(' '));
}

}  // namespace

void SampleGridModel::setCells(std::vector<SampleCell> cells) {
    beginResetModel();
    steps_.clear();
    promptIds_.clear();
    promptTexts_.clear();
    clips_.clear();
    checked_.clear();
    for (SampleCell& cell : cells) {
        place(std::move(cell));
    }
    endResetModel();
    Q_EMIT checkedChanged();
}

void SampleGridModel::setCell(SampleCell cell) {
    if (const QModelIndex known = indexOf(cell.step, cell.promptId); known.isValid()) {
        clips_[{cell.promptId, cell.step}] = std::move(cell.clip);
        Q_EMIT dataChanged(known, known);
        return;
    }
    // A new row or column is rare (once per sampling step); a reset keeps the order by step without special cases.
    beginResetModel();
    place(std::move(cell));
    endResetModel();
}

void SampleGridModel::place(SampleCell cell) {
    if (std::find(promptIds_.begin(), promptIds_.end(), cell.promptId) == promptIds_.end()) {
        promptIds_.push_back(cell.promptId);
    }
    if (const auto at = std::lower_bound(steps_.begin(), steps_.end(), cell.step); at == steps_.end() || *at != cell.step) {
        steps_.insert(at, cell.step);
    }
    if (cell.clip.record) {
        promptTexts_[cell.promptId] = QString::fromStdString(cell.clip.record->recipe.prompt.text);
    }
    clips_[{cell.promptId, cell.step}] = std::move(cell.clip);
}

void SampleGridModel::setPlayed(const QString& path, double fraction) {
    const QString before = std::exchange(playedPath_, path);
    played_ = fraction;
    for (const auto& [key, clip] : clips_) {
        if (clip.path == before || clip.path == path) {
            const QModelIndex cell = indexOf(key.second, key.first);
            Q_EMIT dataChanged(cell, cell, {PlayedRole});
        }
    }
}

QModelIndex SampleGridModel::indexOf(std::int64_t step, const QString& promptId) const {
    if (!clips_.contains({promptId, step})) {
        return {};
    }
    const auto row = std::find(promptIds_.begin(), promptIds_.end(), promptId) - promptIds_.begin();
    const auto column = std::find(steps_.begin(), steps_.end(), step) - steps_.begin();
    return index(static_cast<int>(row), static_cast<int>(column) + 1);
}

QString SampleGridModel::pathAt(std::int64_t step) const {
    for (const QString& prompt : promptIds_) {
        if (const auto found = clips_.find({prompt, step}); found != clips_.end()) {
            return found->second.path;
        }
    }
    return {};
}

const ClipRow* SampleGridModel::clipAt(const QModelIndex& index) const {
    if (index.column() < 1) {
        return nullptr;
    }
    const QString& prompt = promptIds_[static_cast<std::size_t>(index.row())];
    const auto found = clips_.find({prompt, steps_[static_cast<std::size_t>(index.column() - 1)]});
    return found == clips_.end() ? nullptr : &found->second;
}

int SampleGridModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(promptIds_.size());
}

int SampleGridModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || promptIds_.empty() ? 0 : static_cast<int>(steps_.size()) + 1;
}

QVariant SampleGridModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    if (index.column() == 0) {
        const QString& id = promptIds_[static_cast<std::size_t>(index.row())];
        const auto text = promptTexts_.find(id);
        const bool wanted = role == Qt::DisplayRole || role == Qt::ToolTipRole;
        return wanted ? QVariant(text == promptTexts_.end() ? id : text->second) : QVariant();
    }
    const ClipRow* clip = clipAt(index);
    if (clip == nullptr) {
        return {};
    }
    switch (role) {
        case PathRole: return clip->path;
        case PeaksRole: return QVariant::fromValue(clip->peaks);
        case PlayedRole: return clip->path == playedPath_ ? played_ : -1.0;
        case ScoresRole: return scoresText(*clip);
        case Qt::AccessibleTextRole: return scoresText(*clip);
        case LaneRole: return static_cast<int>(checked_.indexOf(clip->path));
        case Qt::CheckStateRole: return static_cast<int>(checked_.contains(clip->path) ? Qt::Checked : Qt::Unchecked);
        default: return {};
    }
}

bool SampleGridModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const ClipRow* clip = index.isValid() ? clipAt(index) : nullptr;
    if (clip == nullptr || role != Qt::CheckStateRole) {
        return false;
    }
    check(clip->path, value.toInt() == Qt::Checked);
    return true;
}

void SampleGridModel::check(const QString& path, bool on) {
    checked_.removeAll(path);
    if (on) {
        if (checked_.size() == 2) {
            checked_.removeLast();  // the third choice replaces the second: A stays what it is compared with
        }
        checked_.append(path);
    }
    Q_EMIT dataChanged(index(0, 1), index(rowCount() - 1, columnCount() - 1), {Qt::CheckStateRole, LaneRole});
    Q_EMIT checkedChanged();
}

Qt::ItemFlags SampleGridModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() && clipAt(index) != nullptr ? flags | Qt::ItemIsUserCheckable : flags;
}

QVariant SampleGridModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    if (section == 0) {
        return tr("prompt");
    }
    const std::int64_t step = steps_[static_cast<std::size_t>(section - 1)];
    return step == 0 ? tr("base") : tr("step %1").arg(QLocale().toString(static_cast<qlonglong>(step)));
}

}  // namespace musicrl
