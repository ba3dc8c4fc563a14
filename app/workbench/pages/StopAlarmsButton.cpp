// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/StopAlarmsButton.h"

#include "app/workbench/pages/RunAlarms.h"
#include "run/AlarmSettings.h"

#include <QAction>
#include <QMenu>
#include <algorithm>

namespace musicrl {

StopAlarmsButton::StopAlarmsButton(QWidget* parent) : QPushButton(parent) {
    setProperty("choice", true);  // looks like the boxes beside it
    setAccessibleName(tr("Alarms that end the run"));
    setToolTip(tr("Alarms are always told of; those checked here also end the run, with a checkpoint"));
    auto* menu = new QMenu(this);
    for (const std::string& name : alarmNames()) {
        QAction* action = menu->addAction(alarmTitle(name));
        action->setCheckable(true);
        action->setData(QString::fromStdString(name));
        connect(action, &QAction::toggled, this, [this] {
            showChosen();
            Q_EMIT changed();
        });
    }
    setMenu(menu);
    showChosen();
}

void StopAlarmsButton::setChosen(const std::vector<std::string>& names) {
    for (QAction* action : menu()->actions()) {
        const std::string name = action->data().toString().toStdString();
        action->setChecked(std::find(names.begin(), names.end(), name) != names.end());
    }
}

std::vector<std::string> StopAlarmsButton::chosen() const {
    std::vector<std::string> names;
    for (const QAction* action : menu()->actions()) {
        if (action->isChecked()) {
            names.push_back(action->data().toString().toStdString());
        }
    }
    return names;
}

void StopAlarmsButton::showChosen() {
    const std::vector<std::string> names = chosen();
    const QString text =
        names.empty() ? tr("none") : names.size() == 1 ? alarmTitle(names.front()) : tr("%1 alarms").arg(names.size());
    setText(QChar(0x2002) + text);  // style sheets forget a button's left padding once it has a menu
}

}  // namespace musicrl
