// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/evaluate/EvaluatedStudy.h"
#include "widgets/theme/Card.h"

class QLabel;

namespace musicrl {

class IntervalPlot;
class WinBars;
class WinMatrixView;

/// Who beats whom: the matrix of win rates, wins, ties and losses of each pair, and whether they are decided; of an ABX
/// study, how often X was told right.
class WinCard : public Card {
    Q_OBJECT
public:
    explicit WinCard(QWidget* parent = nullptr);

    void showQuestion(const EvaluatedQuestion& shown);

Q_SIGNALS:
    void pairChosen(int first, int second);

private:
    EvaluatedQuestion shown_;
    QLabel* decided_;
    WinMatrixView* matrix_;
    QLabel* text_;
    WinBars* bars_;
    IntervalPlot* abx_;
};

}  // namespace musicrl
