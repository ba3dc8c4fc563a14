// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/LibraryClip.h"
#include "widgets/keys/KeyBindings.h"
#include "widgets/models/LibraryTableModel.h"

#include <QByteArray>
#include <QTableView>
#include <vector>

namespace musicrl {

/// The found clips. Keys, as they come: Space plays the clip under the cursor, Enter opens what is selected, A and B
/// put it into a lane, S puts a star on or takes it off, F goes to the filter, Delete asks to remove, Ctrl+C copies the
/// prompt. Columns are moved, resized, sorted by a click, and shown or
/// hidden from the header's menu. Rows are dragged out as files.
class LibraryTable : public QTableView {
    Q_OBJECT
public:
    explicit LibraryTable(QWidget* parent = nullptr);

    [[nodiscard]] LibraryTableModel& clips() { return clips_; }
    [[nodiscard]] ClipOrder order() const;
    [[nodiscard]] std::vector<ClipId> selectedIds() const;
    /// The clip under the cursor; null when there is none or it is not known yet.
    [[nodiscard]] const LibraryClip* currentClip() const;

    /// Which columns are shown, where and how wide, and the order.
    [[nodiscard]] QByteArray saveColumns() const;
    void restoreColumns(const QByteArray& state);  ///< what is no such state is passed over

    void setKeys(const KeyBindings& keys) { keys_ = keys; }
    void keyboardSearch(const QString&) override {}  ///< the filter searches; letters are keys here

public Q_SLOTS:
    /// Of all that is selected, as the clip under the cursor then has it.
    void toggleStar();

Q_SIGNALS:
    void orderChanged();
    void columnsChanged();
    void selectedChanged();
    void playRequested(const QString& path);
    void opened();  ///< Enter or a double click on what is selected
    void laneRequested(QChar lane, const QString& path);
    void removeRequested();
    void starRequested(bool starred);  ///< on all that is selected
    void filterRequested();
    void copyRequested();
    void menuRequested(const QPoint& globalPosition);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

private:
    void buildColumns();
    void showColumnMenu(const QPoint& position);
    void connectCells();
    [[nodiscard]] QString currentPath() const;
    /// What a key is for here; empty for one that is the table's own, or nothing's.
    [[nodiscard]] QString actionOf(const QKeyEvent& event) const;

    LibraryTableModel clips_;
    KeyBindings keys_;
};

}  // namespace musicrl
