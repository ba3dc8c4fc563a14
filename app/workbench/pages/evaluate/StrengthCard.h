// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/evaluate/EvaluatedStudy.h"
#include "widgets/theme/Card.h"

class QComboBox;
class QLabel;

namespace musicrl {

class IntervalPlot;

/// How strong each model is, on the scale that its reader likes, and its mean score where clips were scored.
class StrengthCard : public Card {
    Q_OBJECT
public:
    explicit StrengthCard(QWidget* parent = nullptr);

    void showQuestion(const EvaluatedQuestion& shown);

Q_SIGNALS:
    void modelChosen(int model);

private:
    void showStrength();

    EvaluatedQuestion shown_;
    QComboBox* scale_;
    IntervalPlot* strength_;
    QLabel* cycles_;
    QLabel* meanTitle_;
    IntervalPlot* means_;
};

}  // namespace musicrl
