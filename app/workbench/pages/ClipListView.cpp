// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/ClipListView.h"

#include "widgets/models/ClipDelegates.h"
#include "widgets/theme/Card.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace musicrl {
namespace {

constexpr int rowHeight = 44;

}  // namespace

ClipListView::ClipListView(const QString& emptyText, QWidget* parent)
    : QStackedWidget(parent), sorted_(new QSortFilterProxyModel(this)), table_(new QTableView) {
    auto* words = makeLabel(emptyText, LabelRole::Muted);
    words->setAlignment(Qt::AlignCenter);
    words->setWordWrap(true);
    words->setMargin(40);
    addWidget(words);
    addWidget(table_);
    sorted_->setSourceModel(&model_);
    sorted_->setSortRole(ClipTableModel::SortRole);
    sorted_->setDynamicSortFilter(true);
    buildTable();
    buildColumns();
    connectDelegates();
    connect(&model_, &QAbstractItemModel::rowsInserted, this, &ClipListView::showTableOrWords);
    connect(&model_, &QAbstractItemModel::modelReset, this, &ClipListView::showTableOrWords);
    showTableOrWords();
}

void ClipListView::buildTable() {
    table_->setModel(sorted_);
    table_->setShowGrid(false);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->setWordWrap(false);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(rowHeight);
    table_->setAccessibleName(tr("Clips"));
    table_->installEventFilter(this);
    table_->setSortingEnabled(true);
    sorted_->sort(-1);
    table_->horizontalHeader()->setSortIndicator(-1, Qt::DescendingOrder);
    connect(table_, &QTableView::doubleClicked, this, [this](const QModelIndex& index) { Q_EMIT activated(pathAt(index)); });
}

void ClipListView::buildColumns() {
    QHeaderView* header = table_->horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(40);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(ClipTableModel::PromptText, QHeaderView::Stretch);
    const std::pair<int, int> widths[] = {{ClipTableModel::Waveform, 190}, {ClipTableModel::ModelName, 104},
                                          {ClipTableModel::Duration, 52},  {ClipTableModel::Seed, 64},
                                          {ClipTableModel::Mulan, 64},     {ClipTableModel::Mos, 56},
                                          {ClipTableModel::Mix, 60},       {ClipTableModel::Lanes, 74}};
    for (const auto& [column, width] : widths) {
        header->resizeSection(column, width);
    }
}

void ClipListView::connectDelegates() {
    auto* waveform = new WaveformDelegate(this);
    table_->setItemDelegateForColumn(ClipTableModel::Waveform, waveform);
    connect(waveform, &WaveformDelegate::clicked, this, [this](const QModelIndex& index) { Q_EMIT activated(pathAt(index)); });
    auto* lanes = new LanesDelegate(this);
    table_->setItemDelegateForColumn(ClipTableModel::Lanes, lanes);
    connect(lanes, &LanesDelegate::laneClicked, this,
            [this](const QModelIndex& index, QChar lane) { Q_EMIT laneChosen(lane, pathAt(index)); });
}

QString ClipListView::pathAt(const QModelIndex& index) const { return index.data(ClipTableModel::PathRole).toString(); }

void ClipListView::showTableOrWords() { setCurrentIndex(model_.rowCount() > 0 ? 1 : 0); }

bool ClipListView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == table_ && event->type() == QEvent::KeyPress && table_->currentIndex().isValid()) {
        const QString path = pathAt(table_->currentIndex());
        switch (static_cast<QKeyEvent*>(event)->key()) {
            case Qt::Key_Return:
            case Qt::Key_Enter: Q_EMIT activated(path); return true;
            case Qt::Key_A: Q_EMIT laneChosen(QLatin1Char('A'), path); return true;
            case Qt::Key_B: Q_EMIT laneChosen(QLatin1Char('B'), path); return true;
            default: break;
        }
    }
    return QStackedWidget::eventFilter(watched, event);
}

}  // namespace musicrl
