// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/evaluate/EvaluatedStudy.h"
#include "widgets/theme/Card.h"

class QLabel;

namespace musicrl {

class AccuracyBars;
class IntervalPlot;

/// Which reward signal foretells the raters' choices, and what besides the music may have swayed them.
class SignalCard : public Card {
    Q_OBJECT
public:
    explicit SignalCard(QWidget* parent = nullptr);

    void showQuestion(const EvaluatedQuestion& shown);

Q_SIGNALS:
    /// The votes that this signal foretold wrongly are wanted.
    void missesWanted(const QString& signal);

private:
    EvaluatedQuestion shown_;
    AccuracyBars* accuracies_;
    QLabel* text_;
    IntervalPlot* biases_;
};

}  // namespace musicrl
