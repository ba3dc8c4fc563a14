// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>
#include <string>
#include <vector>

namespace musicrl {

/// Opens a menu of all alarms, in which those are checked that end a run.
class StopAlarmsButton : public QPushButton {
    Q_OBJECT
public:
    explicit StopAlarmsButton(QWidget* parent = nullptr);

    /// \param names  of alarmNames()
    void setChosen(const std::vector<std::string>& names);
    [[nodiscard]] std::vector<std::string> chosen() const;

Q_SIGNALS:
    void changed();

private:
    void showChosen();
};

}  // namespace musicrl
