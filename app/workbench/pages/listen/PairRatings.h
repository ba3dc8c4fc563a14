// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/ListenTexts.h"
#include "library/ClipVote.h"

#include <QWidget>
#include <memory>

namespace musicrl {

class SealedVotes;
class VotesCard;
class WorkbenchServices;

/// What people said of two lanes' clips against each other, in sealed studies, here and elsewhere; there only where
/// there is something, and not while the desk hides scores.
class PairRatings : public QWidget {
    Q_OBJECT
public:
    PairRatings(WorkbenchServices& services, ListenDesk& desk, QWidget* parent = nullptr);

    void show(LanePair pair);
    void lookAgain();  ///< after a vote

private:
    void take(const std::vector<ClipVote>& votes);

    WorkbenchServices& services_;
    ListenDesk& desk_;
    std::shared_ptr<SealedVotes> sealed_;  ///< read on the queue for files only
    LanePair pair_;
    std::vector<std::filesystem::path> files_;  ///< that the votes are about
    std::vector<ClipVote> votes_;
    VotesCard* card_;
};

}  // namespace musicrl
