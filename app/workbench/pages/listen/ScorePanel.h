// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/ListenDesk.h"

#include <QPointer>
#include <QWidget>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace musicrl {

class JobHandle;
class WorkbenchServices;
struct ResultRow;

/// Scores the lanes' clips that have no scores yet, against a prompt; there only while there are such clips.
class ScorePanel : public QWidget {
    Q_OBJECT
public:
    ScorePanel(WorkbenchServices& services, ListenDesk& desk, QWidget* parent = nullptr);

    void offerPrompt(const QString& prompt);  ///< unless something was typed
    void refresh();

private:
    void buildFields();
    [[nodiscard]] std::vector<int> unscoredLanes() const;
    void score();
    void takeScores(const ResultRow& row);

    WorkbenchServices& services_;
    ListenDesk& desk_;
    QWidget* fields_ = nullptr;
    QLineEdit* prompt_ = nullptr;
    QComboBox* model_ = nullptr;  ///< whose reward models judge; hidden while there is only one
    QPushButton* button_ = nullptr;
    QLabel* message_ = nullptr;
    QPointer<JobHandle> scoring_;
};

}  // namespace musicrl
