// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/evaluate/EvaluatedStudy.h"
#include "widgets/theme/Card.h"

class QLabel;
class QPushButton;

namespace musicrl {

class AccuracyBars;
class IntervalPlot;
class WorkbenchServices;

/// Which reward signal foretells the raters' choices, and what besides the music may have swayed them.
class SignalCard : public Card {
    Q_OBJECT
public:
    explicit SignalCard(WorkbenchServices& services, QWidget* parent = nullptr);

    void showQuestion(const EvaluatedQuestion& shown);

Q_SIGNALS:
    /// The votes that this signal foretold wrongly are wanted.
    void missesWanted(const QString& signal);
    /// The clips' records have scores now.
    void scored();

private:
    void score();

    WorkbenchServices& services_;
    EvaluatedQuestion shown_;
    AccuracyBars* accuracies_;
    QLabel* text_;
    QPushButton* score_;
    bool scoring_ = false;
    QString problem_;  ///< of the newest scoring
    IntervalPlot* biases_;
};

}  // namespace musicrl
