// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/LibraryClip.h"
#include "widgets/models/ClipTableModel.h"

#include <QAbstractTableModel>
#include <QStringList>
#include <QTimer>
#include <unordered_map>
#include <vector>

namespace musicrl {

/// The clips that a filter found, as many as there are: it holds their ids, and of each clip only what was in view.
///
/// A row that is looked at before its clip is known stays blank and is asked for with clipsWanted(), together with its
/// neighbours; setClips() fills it. Roles are those of ClipTableModel.
class LibraryTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Waveform,
        Title,
        Model,
        Step,
        Seconds,
        Seed,
        Mulan,
        Mos,
        Preference,
        Kl,
        Mix,
        Votes,
        Created,
        Starred,
        ColumnCount
    };

    explicit LibraryTableModel(QObject* parent = nullptr);

    /// The rows, in order. What is selected stays so where it is still there.
    void setIds(std::vector<ClipId> ids);
    /// For rows that were asked for, or that have changed; others are passed over.
    void setClips(std::vector<LibraryClip> clips);
    /// Asks anew for everything that is known, such as after a scan.
    void askAgain();

    [[nodiscard]] const std::vector<ClipId>& ids() const { return ids_; }
    /// \return null for one that has not been in view
    [[nodiscard]] const LibraryClip* clipAt(int row) const;
    [[nodiscard]] const LibraryClip* clipOf(ClipId id) const;
    [[nodiscard]] int rowOf(ClipId id) const;  ///< -1 when it is not there

    /// Which clip plays and how far it is, 0 to 1; an empty path for none.
    void setPlayed(const QString& path, double fraction);

    /// What the index is sorted by for a column of the table; nothing for one that has no order.
    [[nodiscard]] static std::optional<ClipColumn> orderOf(int column);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;  ///< the files

Q_SIGNALS:
    void clipsWanted(const std::vector<musicrl::ClipId>& ids);

private:
    struct Known {
        LibraryClip clip;
        PeaksPtr peaks;
        QString path;
    };

    void want(int row) const;
    void askForWanted();
    [[nodiscard]] const Known* knownAt(int row) const;
    [[nodiscard]] QVariant dataOf(const Known& known, int column, int role) const;

    std::vector<ClipId> ids_;
    std::unordered_map<ClipId, Known> known_;
    mutable int firstWanted_ = -1;  ///< rows in view whose clips are not known
    mutable int lastWanted_ = -1;
    mutable QTimer asking_;
    QString playedPath_;
    ClipId playedId_ = 0;
    double played_ = 0.0;
};

}  // namespace musicrl
