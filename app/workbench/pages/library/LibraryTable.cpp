// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/LibraryTable.h"

#include "widgets/models/ClipDelegates.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace musicrl {
namespace {

constexpr int clipHeight = 42;

}  // namespace

LibraryTable::LibraryTable(QWidget* parent) : QTableView(parent) {
    setObjectName(QStringLiteral("libraryTable"));
    setAccessibleName(tr("Clips"));
    setModel(&clips_);
    setShowGrid(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setWordWrap(false);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(clipHeight);
    buildColumns();
    connectCells();
}

void LibraryTable::connectCells() {
    auto* waveform = new WaveformDelegate(this);
    setItemDelegateForColumn(LibraryTableModel::Waveform, waveform);
    connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == LibraryTableModel::Starred) {
            toggleStar();
        }
    });
    connect(waveform, &WaveformDelegate::clicked, this, [this](const QModelIndex& index) {
        Q_EMIT playRequested(index.data(ClipTableModel::PathRole).toString());
    });
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        if (index.column() != LibraryTableModel::Waveform && index.column() != LibraryTableModel::Starred) {
            Q_EMIT opened();
        }
    });
}

void LibraryTable::buildColumns() {
    QHeaderView* header = horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(44);
    header->setSectionsMovable(true);
    header->setFirstSectionMovable(false);
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicatorClearable(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(LibraryTableModel::Title, QHeaderView::Stretch);
    constexpr std::array widths = {160, 300, 104, 60, 46, 70, 66, 58, 58, 54, 66, 84, 140, 44};
    for (int column = 0; column < LibraryTableModel::ColumnCount; ++column) {
        header->resizeSection(column, widths.at(static_cast<std::size_t>(column)));
    }
    for (const int column :
         {LibraryTableModel::Step, LibraryTableModel::Seed, LibraryTableModel::Mix, LibraryTableModel::Created}) {
        hideColumn(column);
    }
    header->setSortIndicator(LibraryTableModel::Created, Qt::DescendingOrder);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QHeaderView::customContextMenuRequested, this, &LibraryTable::showColumnMenu);
    connect(header, &QHeaderView::sortIndicatorChanged, this, [this] {
        Q_EMIT orderChanged();
        Q_EMIT columnsChanged();
    });
    connect(header, &QHeaderView::sectionMoved, this, &LibraryTable::columnsChanged);
    connect(header, &QHeaderView::sectionResized, this, &LibraryTable::columnsChanged);
}

void LibraryTable::showColumnMenu(const QPoint& position) {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("columnMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = LibraryTableModel::Model; column < LibraryTableModel::ColumnCount; ++column) {
        QAction* action = menu->addAction(clips_.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            setColumnHidden(column, !shown);
            Q_EMIT columnsChanged();
        });
    }
    menu->popup(horizontalHeader()->mapToGlobal(position));
}

ClipOrder LibraryTable::order() const {
    const QHeaderView* header = horizontalHeader();
    const std::optional<ClipColumn> column = LibraryTableModel::orderOf(header->sortIndicatorSection());
    return {column.value_or(ClipColumn::Created), header->sortIndicatorOrder() == Qt::DescendingOrder};
}

QByteArray LibraryTable::saveColumns() const {
    return horizontalHeader()->saveState();
}

void LibraryTable::restoreColumns(const QByteArray& state) {
    if (!state.isEmpty() && horizontalHeader()->restoreState(state)) {
        horizontalHeader()->setSectionResizeMode(LibraryTableModel::Title, QHeaderView::Stretch);
    }
}

std::vector<ClipId> LibraryTable::selectedIds() const {
    std::vector<int> rows;
    const QModelIndexList selected = selectionModel()->selectedRows();
    for (const QModelIndex& index : selected) {
        rows.push_back(index.row());
    }
    std::sort(rows.begin(), rows.end());
    std::vector<ClipId> ids;
    for (const int row : rows) {
        ids.push_back(clips_.ids()[static_cast<std::size_t>(row)]);
    }
    return ids;
}

const LibraryClip* LibraryTable::currentClip() const {
    return currentIndex().isValid() ? clips_.clipAt(currentIndex().row()) : nullptr;
}

QString LibraryTable::currentPath() const {
    const LibraryClip* clip = currentClip();
    return clip == nullptr ? QString() : QString::fromStdString(clip->file.string());
}

QString LibraryTable::actionOf(const QKeyEvent& event) const {
    return keys_.idOf(QKeySequence(event.keyCombination()));
}

bool LibraryTable::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && !actionOf(*static_cast<QKeyEvent*>(event)).isEmpty()) {
        event->accept();  // here Space means the clip under the cursor, not whatever is in the lanes
        return true;
    }
    return QTableView::event(event);
}

void LibraryTable::keyPressEvent(QKeyEvent* event) {
    const QString path = currentPath();
    const QString action = actionOf(*event);
    if (action.isEmpty() || path.isEmpty()) {
        QTableView::keyPressEvent(event);
        return;
    }
    const std::pair<const char*, std::function<void()>> actions[] = {
        {"play", [&] { Q_EMIT playRequested(path); }},
        {"open", [&] { Q_EMIT opened(); }},
        {"laneA", [&] { Q_EMIT laneRequested(QLatin1Char('A'), path); }},
        {"laneB", [&] { Q_EMIT laneRequested(QLatin1Char('B'), path); }},
        {"copy", [&] { Q_EMIT copyRequested(); }},
        {"star", [&] { toggleStar(); }},
        {"filter", [&] { Q_EMIT filterRequested(); }},
        {"remove", [&] { Q_EMIT removeRequested(); }},
    };
    for (const auto& [name, act] : actions) {
        if (action == QLatin1String(name)) {
            act();
        }
    }
}

void LibraryTable::toggleStar() {
    if (const LibraryClip* clip = currentClip()) {
        Q_EMIT starRequested(!clip->isStarred);
    }
}

void LibraryTable::contextMenuEvent(QContextMenuEvent* event) {
    if (selectionModel()->hasSelection()) {
        Q_EMIT menuRequested(event->globalPos());
    }
}

void LibraryTable::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT selectedChanged();
}

}  // namespace musicrl
