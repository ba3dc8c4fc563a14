// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/SampleGrid.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/ClipReading.h"
#include "widgets/keys/PageKeys.h"
#include "widgets/models/ClipDelegates.h"
#include "widgets/theme/KeyButton.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace musicrl {
namespace {

constexpr int rowHeight = 62;
constexpr int promptWidth = 220;
constexpr int narrowestSample = 154;
constexpr int widestSample = 300;

}  // namespace

SampleGrid::SampleGrid(WorkbenchServices& services, QWidget* parent)
    : Card(tr("Samples of this run, one prompt per row, one checkpoint per column"), parent), services_(services) {
    buildHead();
    buildTable();
    connect(&services_, &WorkbenchServices::playedChanged, this,
            [this](const QString& path, double fraction) { model_.setPlayed(path, fraction); });
    connect(&model_, &SampleGridModel::checkedChanged, this, [this] { compare_->setEnabled(model_.checked().size() == 2); });
    connect(&model_, &QAbstractItemModel::modelReset, this, &SampleGrid::fitColumns);
}

void SampleGrid::buildHead() {
    compare_ = new KeyButton(tr("Compare checked in A/B"), {}, this);
    compare_->setObjectName(QStringLiteral("compare"));
    compare_->setEnabled(false);
    compare_->setToolTip(tr("Check two samples: the first becomes A, the second B"));
    titleLine()->addStretch(1);
    titleLine()->addWidget(compare_);
    connect(compare_, &QPushButton::clicked, this, &SampleGrid::compare);
    auto* keys = new PageKeys(this);
    services_.keys.follow(KeyContext::Train, this, [this, keys](const KeyBindings& bindings) {
        keys->setBindings(bindings);
        compare_->setKey(bindings.capOf(QStringLiteral("compare")));
    });
    connect(keys, &PageKeys::pressed, compare_, &QPushButton::click);
}

void SampleGrid::buildTable() {
    table_ = new QTableView(this);
    table_->setModel(&model_);
    table_->setShowGrid(false);
    table_->setWordWrap(true);
    table_->setTextElideMode(Qt::ElideRight);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(rowHeight);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->setAccessibleName(tr("Samples"));
    table_->installEventFilter(this);
    table_->viewport()->installEventFilter(this);
    auto* delegate = new SampleDelegate(this);
    table_->setItemDelegate(delegate);
    table_->setItemDelegateForColumn(0, new QStyledItemDelegate(this));
    connect(delegate, &SampleDelegate::clicked, this, [this](const QModelIndex& index) {
        Q_EMIT services_.clipActivated(index.data(SampleGridModel::PathRole).toString());
    });

    auto* words = makeLabel(tr("No samples yet.\nA run makes clips of the same prompts and seeds at its start and at its checkpoints; they play here when clicked."),
                            LabelRole::Muted, this);
    words->setAlignment(Qt::AlignCenter);
    words->setWordWrap(true);
    stack_ = new QStackedWidget(this);
    stack_->addWidget(words);
    stack_->addWidget(table_);
    body()->addWidget(stack_, 1);
}

void SampleGrid::showRun(const QString& folder) {
    if (folder != folder_) {
        folder_ = folder;
        known_.clear();
        model_.setCells({});
        stack_->setCurrentIndex(0);
    }
    look();
}

void SampleGrid::look() {
    if (folder_.isEmpty()) {
        return;
    }
    fetch(
        *services_.files, this, tr("Reading a run's samples"),
        [folder = folder_, known = known_] { return readSamples(folder.toStdString(), known); },
        [this, folder = folder_](std::vector<SampleCell> cells) { take(folder, std::move(cells)); });
}

void SampleGrid::take(const QString& folder, std::vector<SampleCell> cells) {
    if (folder != folder_) {
        return;  // another run was chosen meanwhile
    }
    const bool first = known_.empty();
    if (first) {
        model_.setCells(cells);
    }
    for (SampleCell& cell : cells) {
        if (!first && !known_.contains(cell.clip.path)) {
            model_.setCell(cell);
        }
        known_[cell.clip.path] = std::move(cell.clip);
    }
    stack_->setCurrentIndex(known_.empty() ? 0 : 1);
    fitColumns();
}

void SampleGrid::fitColumns() {
    if (model_.columnCount() == 0) {
        return;
    }
    QHeaderView* header = table_->horizontalHeader();
    header->resizeSection(0, promptWidth);
    const int samples = std::max(1, model_.columnCount() - 1);
    const int width = std::clamp((table_->viewport()->width() - promptWidth) / samples, narrowestSample, widestSample);
    for (int column = 1; column < model_.columnCount(); ++column) {
        header->resizeSection(column, width);
    }
}

void SampleGrid::compare() {
    const QStringList& checked = model_.checked();
    if (checked.size() == 2) {
        Q_EMIT services_.compareRequested(checked[0], checked[1]);
    }
}

bool SampleGrid::eventFilter(QObject* watched, QEvent* event) {
    if (watched == table_->viewport() && event->type() == QEvent::Resize) {
        fitColumns();
    }
    if (watched != table_) {
        return Card::eventFilter(watched, event);
    }
    const QModelIndex index = table_->currentIndex();
    if (event->type() == QEvent::KeyPress && index.isValid()) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const QString path = index.data(SampleGridModel::PathRole).toString();
        if (key == Qt::Key_Return && !path.isEmpty()) {
            Q_EMIT services_.clipActivated(path);
            return true;
        }
        if (key == Qt::Key_K) {
            const bool checked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
            return model_.setData(index, static_cast<int>(checked ? Qt::Unchecked : Qt::Checked), Qt::CheckStateRole);
        }
    }
    return Card::eventFilter(watched, event);
}

}  // namespace musicrl
