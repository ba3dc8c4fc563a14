// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/ClipTableModel.h"

#include <QAbstractTableModel>
#include <QStringList>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace musicrl {

/// A clip that a run made for one of its fixed prompts.
struct SampleCell {
    std::int64_t step = 0;
    QString promptId;
    ClipRow clip;
};

/// The samples of a run: a prompt per row, a step per column after the prompt's own. Cells can be checked, at most two
/// at a time, to be compared: the one checked first is A.
class SampleGridModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role { PathRole = Qt::UserRole + 1, PeaksRole, PlayedRole, ScoresRole, LaneRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setCells(std::vector<SampleCell> cells);
    /// Replaces the cell of the same step and prompt or adds it.
    void setCell(SampleCell cell);
    void setPlayed(const QString& path, double fraction);

    /// Paths, first checked first.
    [[nodiscard]] const QStringList& checked() const { return checked_; }
    /// \return an invalid index when the run has no such sample
    [[nodiscard]] QModelIndex indexOf(std::int64_t step, const QString& promptId) const;
    /// The first sample of a step, for "click a point to hear it"; an empty path when there is none.
    [[nodiscard]] QString pathAt(std::int64_t step) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void checkedChanged();

private:
    [[nodiscard]] const ClipRow* clipAt(const QModelIndex& index) const;
    void check(const QString& path, bool on);
    void place(SampleCell cell);

    std::vector<std::int64_t> steps_;
    std::vector<QString> promptIds_;
    std::map<QString, QString> promptTexts_;
    std::map<std::pair<QString, std::int64_t>, ClipRow> clips_;  ///< by prompt and step
    QStringList checked_;
    QString playedPath_;
    double played_ = 0.0;
};

}  // namespace musicrl
