// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/RunAlarms.h"
#include "widgets/theme/Card.h"

#include <vector>

namespace musicrl {

class FitScrollArea;

/// The alarms of a run, newest first: step, what, the sentence, and buttons that open the clips which prove it.
/// Hidden while there are none.
class AlarmList : public Card {
    Q_OBJECT
public:
    explicit AlarmList(QWidget* parent = nullptr);

    void setAlarms(const std::vector<RunAlarm>& alarms);
    [[nodiscard]] const std::vector<RunAlarm>& alarms() const { return alarms_; }

Q_SIGNALS:
    /// The clip of the alarm's step, and the same prompt's of step 0.
    void pairRequested(const QString& now, const QString& before);

private:
    QWidget* buildRow(const RunAlarm& alarm);
    QWidget* buildButtons(const RunAlarm& alarm, QWidget* row);

    std::vector<RunAlarm> alarms_;
    FitScrollArea* scroll_;
    QLabel* count_;
};

}  // namespace musicrl
