// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/evaluate/EvaluatedStudy.h"
#include "widgets/theme/Card.h"

class QLabel;
class QTableWidget;

namespace musicrl {

class TasteCard;
class WorkbenchServices;

/// Who judged, how well they agree with each other, themselves and gold pairs, and who was left out; below, what their
/// votes can train.
class RaterCard : public Card {
    Q_OBJECT
public:
    explicit RaterCard(WorkbenchServices& services, QWidget* parent = nullptr);

    void showQuestion(const EvaluatedQuestion& shown);

Q_SIGNALS:
    void raterChosen(int rater);
    /// \see TasteCard
    void trained();

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildTable();
    void showRaters();

    EvaluatedQuestion shown_;
    QTableWidget* table_;
    QLabel* agreement_;
    TasteCard* taste_;
};

}  // namespace musicrl
