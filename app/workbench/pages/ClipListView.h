// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/ClipTableModel.h"

#include <QStackedWidget>

class QSortFilterProxyModel;
class QTableView;

namespace musicrl {

/// A table of clips that play when clicked and go to lane A or B; with words in place of rows while there are none.
/// Keys: Enter plays, A and B put the selected clip into a lane.
class ClipListView : public QStackedWidget {
    Q_OBJECT
public:
    explicit ClipListView(const QString& emptyText, QWidget* parent = nullptr);

    [[nodiscard]] ClipTableModel& model() { return model_; }
    [[nodiscard]] QTableView& table() { return *table_; }
    /// The clip that a row of the table shows.
    [[nodiscard]] QString pathAt(const QModelIndex& index) const;

Q_SIGNALS:
    void activated(const QString& path);
    void laneChosen(QChar lane, const QString& path);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildTable();
    void buildColumns();
    void connectDelegates();
    void showTableOrWords();

    ClipTableModel model_;
    QSortFilterProxyModel* sorted_;
    QTableView* table_;
};

}  // namespace musicrl
