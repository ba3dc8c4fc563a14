// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyPlan.h"
#include "widgets/theme/Card.h"

#include <QTimer>
#include <memory>

class QLabel;

namespace musicrl {

class NumberField;
class WorkbenchServices;

/// Whether a planned study is large enough to find what there is to find: prompts for pairs, trials for ABX. Hidden for
/// studies of single clips, whose means have an interval whatever their number. Worked out away from the window's
/// thread; what was asked before the last change is never shown.
class SampleSizeCard : public Card {
    Q_OBJECT
public:
    explicit SampleSizeCard(WorkbenchServices& services, QWidget* parent = nullptr);

    void setKind(StudyKind kind);
    void setPlan(std::shared_ptr<const StudyPlan> plan);  ///< null: there is none yet

private:
    void schedule();
    void work();

    WorkbenchServices& services_;
    StudyKind kind_ = StudyKind::Pairs;
    std::shared_ptr<const StudyPlan> plan_;
    QTimer timer_;
    int request_ = 0;  ///< counts changes, to know a late answer
    QLabel* wanted_;
    NumberField* share_;
    QLabel* answer_;
};

}  // namespace musicrl
