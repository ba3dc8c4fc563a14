// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/PairRatings.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/library/VotesCard.h"
#include "study/SealedVotes.h"

#include <QVBoxLayout>

namespace musicrl {

PairRatings::PairRatings(WorkbenchServices& services, ListenDesk& desk, QWidget* parent)
    : QWidget(parent),
      services_(services),
      desk_(desk),
      sealed_(std::make_shared<SealedVotes>(services.projectFolder / "studies")),
      card_(new VotesCard) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(card_);
    connect(&services_, &WorkbenchServices::studiesChanged, this, &PairRatings::lookAgain);
    hide();
}

void PairRatings::show(LanePair pair) {
    const DeskLane& first = desk_.lane(pair.first);
    const DeskLane& second = desk_.lane(pair.second);
    const bool both = first.status == LaneStatus::Ready && second.status == LaneStatus::Ready;
    const std::vector<std::filesystem::path> files =
        both ? std::vector{first.path, second.path} : std::vector<std::filesystem::path>();
    const bool moved = pair != pair_;
    pair_ = pair;
    if (files != files_) {
        files_ = files;
        votes_.clear();
        lookAgain();
    } else if (moved && !votes_.empty()) {
        take(votes_);  // the same clips under other letters
    }
    setVisible(!votes_.empty() && !desk_.hidesScores());
}

void PairRatings::lookAgain() {
    if (files_.empty() || files_[0] == files_[1]) {
        return;
    }
    fetch(
        *services_.files, this, tr("Looking for votes"),
        [sealed = sealed_, project = services_.projectFolder, files = files_] {
            std::vector<ClipVote> votes = sealed->read();
            const std::vector<ClipVote> others = votesInFiles(project);
            votes.insert(votes.end(), others.begin(), others.end());
            return std::pair(files, votesBetween(votes, files[0], files[1]));
        },
        [this](const std::pair<std::vector<std::filesystem::path>, std::vector<ClipVote>>& found) {
            if (found.first == files_) {  // not of clips that are gone
                take(found.second);
            }
        });
}

void PairRatings::take(const std::vector<ClipVote>& votes) {
    votes_ = votes;
    card_->showLanes(laneLetter(pair_.first), laneLetter(pair_.second), files_[0], votes_);
    setVisible(!votes_.empty() && !desk_.hidesScores());
}

}  // namespace musicrl
