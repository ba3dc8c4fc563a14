// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/jobs/JobItem.h"

#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace musicrl {

JobItem::JobItem(const JobRow& row, QWidget* parent) : QFrame(parent) {
    setProperty("role", "row");
    build();
    setRow(row);
}

void JobItem::build() {
    title_ = makeLabel({}, LabelRole::Title, this);
    title_->setWordWrap(true);
    device_ = makeLabel({}, LabelRole::Chip, this);
    status_ = makeLabel({}, LabelRole::Caption, this);
    status_->setWordWrap(true);
    error_ = makeLabel({}, LabelRole::Error, this);
    error_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    bar_ = new QProgressBar(this);
    bar_->setTextVisible(false);
    stop_ = new QPushButton(tr("Stop"), this);
    stop_->setObjectName(QStringLiteral("stopJob"));
    copy_ = new QPushButton(tr("Copy"), this);
    copy_->setObjectName(QStringLiteral("copyError"));
    copy_->setToolTip(tr("Copy the message"));
    for (QPushButton* button : {stop_, copy_}) {
        button->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Maximum);
    }
    connect(stop_, &QPushButton::clicked, this, &JobItem::stopRequested);
    connect(copy_, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(error_->text()); });

    auto* head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(device_, 0, Qt::AlignTop);
    auto* foot = new QHBoxLayout;
    foot->addWidget(status_, 1);
    foot->addWidget(stop_);
    foot->addWidget(copy_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::small, 0, space::medium);
    layout->setSpacing(space::small);
    layout->addLayout(head);
    layout->addWidget(bar_);
    layout->addWidget(error_);
    layout->addLayout(foot);
}

void JobItem::setRow(const JobRow& row) {
    title_->setText(row.title);
    device_->setText(row.device);
    status_->setText(statusText(row));
    error_->setText(row.message);
    const bool failed = row.state == JobState::Failed;
    error_->setVisible(failed);
    copy_->setVisible(failed);
    stop_->setVisible(row.isActive());
    bar_->setVisible(row.state == JobState::Running);
    bar_->setRange(0, static_cast<int>(row.progress.total));  // 0 to 0: busy, end unknown
    bar_->setValue(static_cast<int>(row.progress.done));
}

}  // namespace musicrl
