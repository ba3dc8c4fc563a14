// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/jobs/JobStatusBar.h"

#include "widgets/jobs/JobListModel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStyle>

namespace musicrl {
namespace {

constexpr int mostPills = 3;

QString pillText(const JobRow& row) {
    if (row.state == JobState::Failed) {
        return QStringLiteral("✕ %1").arg(row.title);
    }
    const QString title = row.title.size() > 36 ? row.title.left(35) + QStringLiteral("…") : row.title;
    const QString progress = row.progress.total > 0
                                 ? QStringLiteral(" %1 / %2").arg(row.progress.done).arg(row.progress.total)
                                 : QString();
    return QStringLiteral("● %1%2").arg(title, progress);
}

bool deservesPill(const JobRow& row) { return row.state == JobState::Running || row.state == JobState::Failed; }

}  // namespace

JobStatusBar::JobStatusBar(JobListModel& model, QWidget* parent)
    : QWidget(parent), model_(model), layout_(new QHBoxLayout(this)) {
    layout_->setContentsMargins(0, 0, 0, 0);
    connect(&model_, &QAbstractItemModel::modelReset, this, &JobStatusBar::rebuild);
    connect(&model_, &QAbstractItemModel::rowsInserted, this, &JobStatusBar::rebuild);
    connect(&model_, &QAbstractItemModel::dataChanged, this, &JobStatusBar::rebuild);
    rebuild();
}

// Pills are kept and given new words: a button that is under the mouse stays the same button.
void JobStatusBar::rebuild() {
    std::vector<const JobRow*> shown;
    for (auto row = model_.rows().rbegin(); row != model_.rows().rend() && shown.size() < mostPills; ++row) {
        if (deservesPill(*row)) {
            shown.push_back(&*row);
        }
    }
    while (layout_->count() < static_cast<int>(shown.size())) {
        auto* pill = new QPushButton(this);
        pill->setProperty("pill", true);
        pill->setCursor(Qt::PointingHandCursor);
        connect(pill, &QPushButton::clicked, this, &JobStatusBar::pillClicked);
        layout_->addWidget(pill);
    }
    setVisible(!shown.empty());
    for (int i = 0; i < layout_->count(); ++i) {
        auto* pill = qobject_cast<QPushButton*>(layout_->itemAt(i)->widget());
        const bool used = i < static_cast<int>(shown.size());
        pill->setVisible(used);
        if (!used) {
            continue;
        }
        const JobRow& row = *shown[static_cast<std::size_t>(i)];
        pill->setText(pillText(row));
        pill->setToolTip(row.state == JobState::Failed ? row.message : statusText(row));
        const QString state = row.state == JobState::Failed ? QStringLiteral("failed") : QStringLiteral("running");
        if (pill->property("state").toString() != state) {
            pill->setProperty("state", state);
            pill->style()->unpolish(pill);
            pill->style()->polish(pill);
        }
    }
}

}  // namespace musicrl
