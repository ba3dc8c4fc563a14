// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Peaks.h"
#include "record/ClipRecipe.h"

#include <QAbstractTableModel>
#include <QMetaType>
#include <QString>
#include <memory>
#include <optional>
#include <vector>

namespace musicrl {

/// The outline of a clip, shared between models and painters.
using PeaksPtr = std::shared_ptr<const std::vector<Peak>>;

/// What a table or grid shows of a clip.
struct ClipRow {
    QString path;
    double durationSeconds = 0.0;
    std::optional<ClipRecord> record;  ///< empty for a clip of unknown origin
    PeaksPtr peaks;
};

/// Raw value of a clip's term: MuLan's cosine, quality's MOS. Nothing when the clip was not scored with it.
[[nodiscard]] std::optional<double> termValue(const ClipRow& row, const std::string& term);

/// Clips, newest first when prepended.
class ClipTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Waveform, PromptText, ModelName, Duration, Seed, Mulan, Mos, Mix, Lanes, ColumnCount };
    enum Role { PathRole = Qt::UserRole + 1, PeaksRole, PlayedRole, SortRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<ClipRow> rows);
    /// On top; a clip that is there already is replaced where it is.
    void prepend(ClipRow row);
    [[nodiscard]] const std::vector<ClipRow>& rows() const { return rows_; }

    /// Which clip plays and how far it is, 0 to 1; an empty path for none.
    void setPlayed(const QString& path, double fraction);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] int rowOf(const QString& path) const;
    [[nodiscard]] QVariant sortValue(const ClipRow& row, int column) const;

    std::vector<ClipRow> rows_;
    QString playedPath_;
    double played_ = 0.0;
};

}  // namespace musicrl

Q_DECLARE_METATYPE(musicrl::PeaksPtr)
