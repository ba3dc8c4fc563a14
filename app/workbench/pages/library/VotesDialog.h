// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ClipVote.h"

#include <QDialog>
#include <vector>

class QPushButton;
class QTableWidget;

namespace musicrl {

class WorkbenchServices;

/// The answers behind the numbers of a VotesCard, one a row. Enter or a double click opens an answer's clips in Listen;
/// the study of one can be shown on the page Evaluate.
class VotesDialog : public QDialog {
    Q_OBJECT
public:
    VotesDialog(WorkbenchServices& services, std::vector<ClipVote> votes, QWidget* parent = nullptr);

private:
    void fill();
    void listenTo(int row);
    void evaluate();
    [[nodiscard]] const ClipVote* selected() const;

    WorkbenchServices& services_;
    std::vector<ClipVote> votes_;
    QTableWidget* table_;
    QPushButton* evaluate_;
};

}  // namespace musicrl
