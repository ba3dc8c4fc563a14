// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/ListenTexts.h"

#include <QScrollArea>

class QLabel;

namespace musicrl {

class BreakdownView;
class Card;
class DifferenceView;
class PairRatings;
class ScorePanel;
class WorkbenchServices;

/// Beside the lanes: the scores of two of them, and what speaks for which. Nothing of it while the desk hides scores.
class ComparisonSide : public QScrollArea {
    Q_OBJECT
public:
    ComparisonSide(WorkbenchServices& services, ListenDesk& desk, QWidget* parent = nullptr);

    void show(LanePair pair);  ///< which lanes, with what the desk now knows of them
    void offerPrompt(const QString& prompt);
    void setKeys(const KeyBindings& keys);
    void lookForVotes();  ///< after one was given

private:
    void showHidden();
    void showDifference(LanePair pair, const RewardBreakdown& first, const RewardBreakdown& second);

    QWidget* buildBreakdown(WorkbenchServices& services);
    QWidget* buildDifference();
    QWidget* buildHidden();

    ListenDesk& desk_;
    Card* breakdownCard_ = nullptr;
    BreakdownView* breakdown_ = nullptr;
    ScorePanel* scorePanel_ = nullptr;
    Card* differenceCard_ = nullptr;
    QLabel* differenceHint_ = nullptr;
    QLabel* odds_ = nullptr;
    DifferenceView* difference_ = nullptr;
    PairRatings* ratings_ = nullptr;
    Card* hiddenCard_ = nullptr;
    QLabel* hiddenText_ = nullptr;
    KeyBindings keys_;
};

}  // namespace musicrl
