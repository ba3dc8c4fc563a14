// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/AlarmList.h"

#include "widgets/theme/FitScrollArea.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr int tallest = 116;  // then it scrolls: samples and curves stay in view
constexpr int stepWidth = 72;

}  // namespace

AlarmList::AlarmList(QWidget* parent)
    : Card(tr("Alarms"), parent), scroll_(new FitScrollArea(this)), count_(makeLabel({}, LabelRole::BadChip, this)) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    titleLine()->addWidget(count_);
    titleLine()->addWidget(makeLabel(tr("— this run may be earning its reward by a trick: listen"), LabelRole::Muted, this));
    titleLine()->addStretch(1);
    scroll_->setMaximumHeight(tallest);
    body()->addWidget(scroll_);
    hide();
}

void AlarmList::setAlarms(const std::vector<RunAlarm>& alarms) {
    if (alarms == alarms_) {
        return;  // a button that is being pressed stays
    }
    alarms_ = alarms;
    auto* rows = new QWidget;
    rows->setProperty("role", "scrolled");
    auto* layout = new QVBoxLayout(rows);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (auto alarm = alarms_.rbegin(); alarm != alarms_.rend(); ++alarm) {
        layout->addWidget(buildRow(*alarm));
    }
    scroll_->setWidget(rows);
    count_->setText(QString::number(alarms_.size()));
    setVisible(!alarms_.empty());
}

QWidget* AlarmList::buildRow(const RunAlarm& alarm) {
    auto* row = new QFrame;
    row->setProperty("role", "row");
    row->setObjectName(QStringLiteral("alarm"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, space::tight, space::small, space::tight);
    layout->setSpacing(space::medium);
    QLabel* step = makeLabel(tr("step %1").arg(QLocale().toString(static_cast<qlonglong>(alarm.step))), LabelRole::Mono, row);
    step->setMinimumWidth(stepWidth);
    QLabel* name = makeLabel(alarm.name, LabelRole::Title, row);
    QLabel* message = makeLabel(alarm.message, LabelRole::Muted, row);
    message->setWordWrap(true);
    message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(step);
    layout->addWidget(name);
    if (alarm.endedRun) {
        layout->addWidget(makeLabel(tr("ended the run"), LabelRole::BadChip, row));
    }
    layout->addWidget(message, 1);
    layout->addWidget(buildButtons(alarm, row));
    return row;
}

QWidget* AlarmList::buildButtons(const RunAlarm& alarm, QWidget* row) {
    auto* buttons = new QWidget(row);
    auto* layout = new QHBoxLayout(buttons);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tight);
    if (alarm.pairs.empty()) {
        layout->addWidget(makeLabel(tr("no clips"), LabelRole::Caption, buttons));
    }
    for (std::size_t i = 0; i < alarm.pairs.size(); ++i) {
        const AlarmPair& pair = alarm.pairs[i];
        auto* button = new QPushButton(i == 0 ? tr("Hear now and before") : QString::number(i + 1), buttons);
        button->setObjectName(QStringLiteral("hear-%1").arg(i + 1));
        button->setAccessibleName(tr("Hear %1, step %2").arg(pair.prompt).arg(alarm.step));
        button->setToolTip(tr("%1\n%2\nA is now, B is step 0").arg(pair.prompt, pair.change));
        connect(button, &QPushButton::clicked, this, [this, pair] { Q_EMIT pairRequested(pair.now, pair.before); });
        layout->addWidget(button);
    }
    return buttons;
}

}  // namespace musicrl
