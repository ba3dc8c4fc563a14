// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/LibraryTableModel.h"

#include "widgets/rewards/TermPresentation.h"
#include "widgets/theme/Theme.h"

#include <QMimeData>
#include <QUrl>
#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace musicrl {
namespace {

constexpr int neighbours = 60;            // rows beside those in view that are asked for with them
constexpr std::size_t mostKnown = 20000;  // about 40 MB

QString numberOr(const std::optional<double>& value, int decimals) {
    return value ? numberText(*value, decimals) : QStringLiteral("–");
}

/// "3", or "3 · 2 won" where one was.
QString votesText(const VoteCount& votes) {
    if (votes.votes == 0) {
        return QStringLiteral("–");
    }
    return votes.wins > 0 ? LibraryTableModel::tr("%1 · %2 won").arg(votes.votes).arg(votes.wins)
                          : QString::number(votes.votes);
}

/// "2026-11-22T10:00:00Z" → "2026-11-22 10:00"
QString momentText(const std::string& utc) {
    return QString::fromStdString(utc).left(16).replace(QLatin1Char('T'), QLatin1Char(' '));
}

QString textOr(const std::string& text) {
    return text.empty() ? QStringLiteral("–") : QString::fromStdString(text);
}

QString cellText(const LibraryClip& clip, int column) {
    switch (column) {
        case LibraryTableModel::Title:
            return QString::fromStdString(clip.title);
        case LibraryTableModel::Model:
            return textOr(clip.model);
        case LibraryTableModel::Step:
            return clip.step ? QString::number(*clip.step) : QStringLiteral("–");
        case LibraryTableModel::Seconds:
            return QString::number(clip.seconds, 'f', 1);
        case LibraryTableModel::Seed:
            return clip.seed ? QString::number(*clip.seed) : QStringLiteral("–");
        case LibraryTableModel::Mulan:
            return numberOr(clip.mulan, 3);
        case LibraryTableModel::Mos:
            return numberOr(clip.mos, 2);
        case LibraryTableModel::Preference:
            return clip.preference ? signedText(*clip.preference, 2) : QStringLiteral("–");
        case LibraryTableModel::Kl:
            return numberOr(clip.klNats, 1);
        case LibraryTableModel::Mix:
            return numberOr(clip.mix, 3);
        case LibraryTableModel::Votes:
            return votesText(clip.votes);
        case LibraryTableModel::Created:
            return momentText(clip.createdUtc);
        case LibraryTableModel::Starred:
            return clip.isStarred ? QStringLiteral("★") : QString();
        default:
            return {};
    }
}

/// What a screen reader says of a cell that shows no words.
QVariant accessibleText(const LibraryClip& clip, int column) {
    switch (column) {
        case LibraryTableModel::Waveform:
            return LibraryTableModel::tr("Play: %1").arg(QString::fromStdString(clip.title));
        case LibraryTableModel::Starred:
            return clip.isStarred ? LibraryTableModel::tr("starred") : LibraryTableModel::tr("no star");
        default:
            return {};
    }
}

}  // namespace

LibraryTableModel::LibraryTableModel(QObject* parent) : QAbstractTableModel(parent) {
    asking_.setSingleShot(true);
    asking_.setInterval(0);  // all that is painted at once is asked for at once
    connect(&asking_, &QTimer::timeout, this, &LibraryTableModel::askForWanted);
}

std::optional<ClipColumn> LibraryTableModel::orderOf(int column) {
    switch (column) {
        case Title:
            return ClipColumn::Title;
        case Model:
            return ClipColumn::Model;
        case Step:
            return ClipColumn::Step;
        case Seconds:
            return ClipColumn::Seconds;
        case Seed:
            return ClipColumn::Seed;
        case Mulan:
            return ClipColumn::Mulan;
        case Mos:
            return ClipColumn::Mos;
        case Preference:
            return ClipColumn::Preference;
        case Kl:
            return ClipColumn::Kl;
        case Mix:
            return ClipColumn::Mix;
        case Votes:
            return ClipColumn::Votes;
        case Created:
            return ClipColumn::Created;
        case Starred:
            return ClipColumn::Starred;
        default:
            return std::nullopt;
    }
}

void LibraryTableModel::setIds(std::vector<ClipId> ids) {
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    std::vector<ClipId> kept;
    std::transform(before.begin(), before.end(), std::back_inserter(kept),
                   [this](const QModelIndex& index) { return ids_[static_cast<std::size_t>(index.row())]; });
    ids_ = std::move(ids);
    std::unordered_map<ClipId, int> rows;
    if (!before.isEmpty()) {
        for (std::size_t row = 0; row < ids_.size(); ++row) {
            rows.emplace(ids_[row], static_cast<int>(row));
        }
    }
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const auto row = rows.find(kept[static_cast<std::size_t>(i)]);
        after << (row == rows.end() ? QModelIndex() : index(row->second, before[i].column()));
    }
    changePersistentIndexList(before, after);
    firstWanted_ = -1;
    Q_EMIT layoutChanged();
}

void LibraryTableModel::setClips(std::vector<LibraryClip> clips) {
    if (known_.size() + clips.size() > mostKnown) {
        known_.clear();
    }
    std::set<ClipId> changed;
    for (LibraryClip& clip : clips) {
        const ClipId id = clip.id;
        auto peaks = clip.peaks.empty() ? PeaksPtr() : std::make_shared<const std::vector<Peak>>(std::move(clip.peaks));
        clip.peaks.clear();
        const QString path = QString::fromStdString(clip.file.string());
        known_[id] = {std::move(clip), std::move(peaks), path};
        changed.insert(id);
    }
    int first = -1;
    int last = -1;
    for (std::size_t row = 0; row < ids_.size() && !changed.empty(); ++row) {
        if (changed.erase(ids_[row]) > 0) {
            first = first < 0 ? static_cast<int>(row) : first;
            last = static_cast<int>(row);
        }
    }
    if (first >= 0) {
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
    }
}

void LibraryTableModel::askAgain() {
    std::vector<ClipId> ids;
    for (const auto& [id, known] : known_) {
        ids.push_back(id);
    }
    if (!ids.empty()) {
        Q_EMIT clipsWanted(ids);
    }
}

const LibraryTableModel::Known* LibraryTableModel::knownAt(int row) const {
    if (row < 0 || static_cast<std::size_t>(row) >= ids_.size()) {
        return nullptr;
    }
    const auto found = known_.find(ids_[static_cast<std::size_t>(row)]);
    return found == known_.end() ? nullptr : &found->second;
}

const LibraryClip* LibraryTableModel::clipAt(int row) const {
    const Known* known = knownAt(row);
    return known == nullptr ? nullptr : &known->clip;
}

const LibraryClip* LibraryTableModel::clipOf(ClipId id) const {
    const auto found = known_.find(id);
    return found == known_.end() ? nullptr : &found->second.clip;
}

int LibraryTableModel::rowOf(ClipId id) const {
    const auto found = std::find(ids_.begin(), ids_.end(), id);
    return found == ids_.end() ? -1 : static_cast<int>(found - ids_.begin());
}

void LibraryTableModel::want(int row) const {
    if (firstWanted_ < 0) {
        firstWanted_ = lastWanted_ = row;
        asking_.start();
        return;
    }
    firstWanted_ = std::min(firstWanted_, row);
    lastWanted_ = std::max(lastWanted_, row);
}

void LibraryTableModel::askForWanted() {
    if (firstWanted_ < 0) {
        return;
    }
    const int first = std::max(0, firstWanted_ - neighbours);
    const int last = std::min(rowCount() - 1, lastWanted_ + neighbours);
    firstWanted_ = -1;
    std::vector<ClipId> ids;
    for (int row = first; row <= last; ++row) {
        if (knownAt(row) == nullptr) {
            ids.push_back(ids_[static_cast<std::size_t>(row)]);
        }
    }
    if (!ids.empty()) {
        Q_EMIT clipsWanted(ids);
    }
}

void LibraryTableModel::setPlayed(const QString& path, double fraction) {
    const auto tell = [this](ClipId id) {
        if (const int row = id == 0 ? -1 : rowOf(id); row >= 0) {
            Q_EMIT dataChanged(index(row, Waveform), index(row, Waveform), {ClipTableModel::PlayedRole});
        }
    };
    played_ = fraction;
    if (path != playedPath_) {
        playedPath_ = path;
        const auto found =
            std::find_if(known_.begin(), known_.end(), [&](const auto& entry) { return entry.second.path == path; });
        tell(std::exchange(playedId_, found == known_.end() ? 0 : found->first));
    }
    tell(playedId_);
}

int LibraryTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ids_.size());
}

int LibraryTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LibraryTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    if (role == Qt::FontRole) {
        return index.column() >= Step && index.column() != Starred ? QVariant(currentTheme().mono) : QVariant();
    }
    const Known* known = knownAt(index.row());
    if (known == nullptr) {
        if (role == Qt::DisplayRole) {
            want(index.row());
        }
        return {};
    }
    return dataOf(*known, index.column(), role);
}

QVariant LibraryTableModel::dataOf(const Known& known, int column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
            return cellText(known.clip, column);
        case Qt::ToolTipRole:
            return column == Title ? QString::fromStdString(known.clip.title) : QVariant();
        case Qt::AccessibleTextRole:
            return accessibleText(known.clip, column);
        case Qt::TextAlignmentRole:
            return column == Starred ? QVariant(static_cast<int>(Qt::AlignCenter)) : QVariant();
        case ClipTableModel::PathRole:
            return known.path;
        case ClipTableModel::PeaksRole:
            return QVariant::fromValue(known.peaks);
        case ClipTableModel::PlayedRole:
            return !playedPath_.isEmpty() && known.path == playedPath_ ? played_ : -1.0;
        default:
            return {};
    }
}

QVariant LibraryTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    }
    const std::array names = {tr("waveform"), tr("prompt"), tr("model"), tr("step"), tr("s"),
                              tr("seed"),     tr("MuLan"),  tr("MOS"),   tr("pref"), tr("KL"),
                              tr("mix"),      tr("votes"),  tr("made"),  tr("★")};
    const std::array hints = {tr("A click plays the clip"),
                              tr("The prompt; the file's name for a clip of unknown origin"),
                              tr("Which model made it: a run and its step, or the base model"),
                              tr("Step of the run"),
                              tr("Length in seconds"),
                              tr("Seed of its sampling"),
                              tr("How well it fits its prompt: cosine of MuLan's embeddings"),
                              tr("Predicted quality, 1 to 5"),
                              tr("Score of the preference model"),
                              tr("KL to the run's reference, nats a clip"),
                              tr("The weighted sum of its scores"),
                              tr("How often people compared it, and how often it was the better one"),
                              tr("When it was made (UTC)"),
                              tr("Starred: a click or the key puts a star on or takes it off")};
    if (role == Qt::DisplayRole) {
        return names.at(static_cast<std::size_t>(section));
    }
    if (role == Qt::InitialSortOrderRole && section > Model) {
        return static_cast<int>(Qt::DescendingOrder);  // the best first
    }
    return role == Qt::ToolTipRole ? QVariant(hints.at(static_cast<std::size_t>(section))) : QVariant();
}

Qt::ItemFlags LibraryTableModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags usual = QAbstractTableModel::flags(index);
    return index.isValid() ? usual | Qt::ItemIsDragEnabled : usual;
}

QStringList LibraryTableModel::mimeTypes() const {
    return {QStringLiteral("text/uri-list")};
}

QMimeData* LibraryTableModel::mimeData(const QModelIndexList& indexes) const {
    QList<QUrl> files;
    std::set<int> rows;
    for (const QModelIndex& index : indexes) {
        const Known* known = rows.insert(index.row()).second ? knownAt(index.row()) : nullptr;
        if (known != nullptr) {
            files << QUrl::fromLocalFile(known->path);
        }
    }
    auto* data = new QMimeData;
    data->setUrls(files);
    return data;
}

}  // namespace musicrl
