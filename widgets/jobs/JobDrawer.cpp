// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/jobs/JobDrawer.h"

#include "widgets/jobs/JobItem.h"
#include "widgets/jobs/JobListModel.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr int drawerWidth = 340;

}  // namespace

JobDrawer::JobDrawer(JobListModel& model, QWidget* parent)
    : QFrame(parent), model_(model), layout_(new QVBoxLayout(this)) {
    setProperty("role", "drawer");
    setFixedWidth(drawerWidth);
    layout_->setContentsMargins(space::large, space::medium, space::large, space::medium);
    buildHead();

    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    content->setProperty("role", "scrolled");
    auto* contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins(0, 0, 0, 0);
    items_ = new QVBoxLayout;
    items_->setSpacing(0);
    empty_ = makeLabel(tr("Nothing is running. Generating, scoring and training show up here, with their progress."),
                       LabelRole::Muted, content);
    empty_->setWordWrap(true);
    contentLayout->addWidget(empty_);
    contentLayout->addLayout(items_);
    contentLayout->addStretch(1);
    scroll->setWidget(content);
    layout_->addWidget(scroll, 1);

    connect(&model_, &QAbstractItemModel::rowsInserted, this, &JobDrawer::rebuild);
    connect(&model_, &QAbstractItemModel::modelReset, this, &JobDrawer::rebuild);
    connect(&model_, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) { update(first.row(), last.row()); });
    rebuild();
}

void JobDrawer::buildHead() {
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("Jobs"), LabelRole::Heading), 1);
    auto* clear = new QPushButton(tr("Clear finished"), this);
    clear->setFlat(true);
    connect(clear, &QPushButton::clicked, this, [this] { model_.removeFinished(); });
    auto* close = new QToolButton(this);
    close->setIcon(themedIcon(QStringLiteral("close"), &Theme::mutedText));
    close->setToolTip(tr("Close"));
    connect(close, &QToolButton::clicked, this, &JobDrawer::closed);
    head->addWidget(clear);
    head->addWidget(close);
    layout_->addLayout(head);
}

void JobDrawer::rebuild() {
    for (auto& [id, item] : shown_) {
        item->hide();
        item->deleteLater();
    }
    shown_.clear();
    for (const JobRow& row : model_.rows()) {
        auto* item = new JobItem(row, this);
        connect(item, &JobItem::stopRequested, this, [this, id = row.id] { Q_EMIT stopRequested(id); });
        items_->insertWidget(0, item);
        shown_[row.id] = item;
    }
    empty_->setVisible(shown_.empty());
}

void JobDrawer::update(int first, int last) {
    for (int i = first; i <= last; ++i) {
        const JobRow& row = model_.rows()[static_cast<std::size_t>(i)];
        if (const auto found = shown_.find(row.id); found != shown_.end()) {
            found->second->setRow(row);
        }
    }
}

}  // namespace musicrl
