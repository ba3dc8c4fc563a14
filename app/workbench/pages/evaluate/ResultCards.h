// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/evaluate/EvaluatedStudy.h"
#include "app/workbench/pages/evaluate/VoteFilters.h"

#include <QWidget>

class QScrollArea;
class QShortcut;
class QVBoxLayout;

namespace musicrl {

class MethodsCard;
class RaterCard;
class SignalCard;
class StrengthCard;
class VoteList;
class WinCard;
class WorkbenchServices;

/// The cards of a sealed study in two columns, and the votes behind any of their numbers: a click lists them in place
/// of the other column, so that what was clicked stays in sight. Escape closes the list.
class ResultCards : public QWidget {
    Q_OBJECT
public:
    explicit ResultCards(WorkbenchServices& services, QWidget* parent = nullptr);

    void showQuestion(const EvaluatedQuestion& shown);
    void closeVotes();
    [[nodiscard]] VoteList& votes() { return *votes_; }

Q_SIGNALS:
    /// The signals that foretell votes are others now: the study is to be worked out anew.
    void signalsChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void connectCards();
    /// Puts the cards that a kind of study has where they leave no hole.
    void arrange(StudyKind kind);
    void listVotes(QWidget* clicked, const QString& title, const VoteFilter& filter);
    void placeVotes();
    [[nodiscard]] QString nameOf(int model) const;

    WorkbenchServices& services_;
    EvaluatedQuestion shown_;
    QScrollArea* scroll_;
    QVBoxLayout* columns_[2];
    WinCard* wins_;
    StrengthCard* strength_;
    SignalCard* signals_;
    RaterCard* raters_;
    MethodsCard* methods_;
    VoteList* votes_;
    QShortcut* escape_;
    int votesColumn_ = 1;  ///< where the votes are listed
};

}  // namespace musicrl
