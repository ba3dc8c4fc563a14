// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

namespace musicrl {

/// What the list of runs shows of one: where its smoothed curves end.
struct RunRow {
    QString id;  ///< the run's folder
    QString name;
    int colorIndex = 0;
    std::int64_t step = 0;
    std::optional<double> mulan;
    std::optional<double> klNats;
    bool running = false;
    std::size_t alarms = 0;
};

/// The runs of a project.
class RunTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Step, Mulan, Kl, ColumnCount };
    enum Role { IdRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<RunRow> rows);
    /// Replaces the row with the same id or adds it at the end.
    void setRow(RunRow row);
    [[nodiscard]] const std::vector<RunRow>& rows() const { return rows_; }
    /// \return -1 when there is none
    [[nodiscard]] int rowOf(const QString& id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<RunRow> rows_;
};

}  // namespace musicrl
