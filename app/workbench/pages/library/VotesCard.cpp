// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/VotesCard.h"

#include "app/workbench/pages/library/TallyBar.h"
#include "widgets/theme/Theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <iterator>

namespace musicrl {
namespace {

constexpr std::array origins = {VoteOrigin::Study, VoteOrigin::Listen, VoteOrigin::Elsewhere, VoteOrigin::Program};

QString nameOf(const LibraryClip& clip) {
    return QString::fromStdString(clip.model.empty() ? clip.file.stem().string() : clip.model);
}

QString comparedText(const VoteTally& tally) {
    QString text = VotesCard::tr("%1 won · %2 same · %3 lost").arg(tally.wins).arg(tally.ties).arg(tally.losses);
    if (tally.undecided > 0) {
        text += VotesCard::tr(" · %1 undecided").arg(tally.undecided);
    }
    return text;
}

QString scoreText(const VoteTally& tally) {
    return VotesCard::tr("mean score %1 of %2").arg(tally.meanRating, 0, 'f', 2).arg(tally.ratings);
}

}  // namespace

QString originText(VoteOrigin origin) {
    switch (origin) {
        case VoteOrigin::Study:
            return VotesCard::tr("Sealed studies, blind");
        case VoteOrigin::Listen:
            return VotesCard::tr("Listen page, names seen");
        case VoteOrigin::Elsewhere:
            return VotesCard::tr("Other files of votes");
        case VoteOrigin::Program:
            return VotesCard::tr("Programs, no people");
    }
    return {};
}

VotesCard::VotesCard(QWidget* parent)
    : Card(tr("Ratings"), parent),
      about_(makeLabel({}, LabelRole::Muted)),
      lines_(new QVBoxLayout),
      open_(new QPushButton) {
    setObjectName(QStringLiteral("votesCard"));
    about_->setObjectName(QStringLiteral("votesAbout"));
    about_->setTextFormat(Qt::PlainText);
    about_->setWordWrap(true);
    lines_->setSpacing(space::tight);
    open_->setObjectName(QStringLiteral("openVotes"));
    open_->setProperty("flat", true);
    body()->addWidget(about_);
    body()->addLayout(lines_);
    body()->addWidget(open_, 0, Qt::AlignLeft);
    connect(open_, &QPushButton::clicked, this, [this] { Q_EMIT votesRequested(votes_); });
}

void VotesCard::showClip(const LibraryClip& clip, const std::vector<ClipVote>& votes) {
    isPair_ = false;
    setTitle(tr("Ratings"));
    about_->setText(tr("Nobody has rated it in a sealed study or on the Listen page."));
    about_->setVisible(votes.empty());
    showVotes(clip.file, votes);
}

void VotesCard::showPair(const LibraryClip& first, const LibraryClip& second, const std::vector<ClipVote>& votes) {
    isPair_ = true;
    setTitle(tr("Ratings of this pair"));
    about_->setText(votes.empty() ? tr("Nobody has compared these two in a sealed study or on the Listen page.")
                                  : tr("%1 (upper row) against %2").arg(nameOf(first), nameOf(second)));
    about_->show();
    showVotes(first.file, votes);
}

void VotesCard::showLanes(const QString& first, const QString& second, const std::filesystem::path& file,
                          const std::vector<ClipVote>& votes) {
    isPair_ = true;
    setTitle(tr("Ratings of this pair"));
    about_->setText(tr("%1 against %2").arg(first, second));
    about_->show();
    showVotes(file, votes);
    open_->hide();
}

void VotesCard::showVotes(const std::filesystem::path& clip, const std::vector<ClipVote>& votes) {
    votes_ = votes;
    clear();
    for (const VoteOrigin origin : origins) {
        std::vector<ClipVote> given;
        std::copy_if(votes.begin(), votes.end(), std::back_inserter(given),
                     [origin](const ClipVote& vote) { return vote.origin == origin; });
        if (!given.empty()) {
            addOrigin(origin, tallyOf(given, clip));
        }
    }
    open_->setVisible(!votes.empty());
    open_->setText(votes.size() == 1 ? tr("Show the vote…") : tr("Show the %1 answers…").arg(votes.size()));
}

void VotesCard::clear() {
    text_.clear();
    while (QLayoutItem* item = lines_->takeAt(0)) {
        if (QWidget* line = item->widget()) {
            line->hide();
            line->deleteLater();
        }
        delete item;
    }
}

void VotesCard::addOrigin(VoteOrigin origin, const VoteTally& tally) {
    QStringList said;
    lines_->addWidget(makeLabel(originText(origin), LabelRole::Caption));
    if (tally.comparisons() > 0) {
        auto* bar = new TallyBar;
        bar->setTally(tally);
        lines_->addWidget(bar);
        said << comparedText(tally);
        lines_->addWidget(makeLabel(said.back(), LabelRole::Mono));
    }
    if (tally.ratings > 0) {
        said << scoreText(tally);
        lines_->addWidget(makeLabel(said.back(), LabelRole::Mono));
    }
    lines_->addSpacing(space::tight);
    text_ += (text_.isEmpty() ? QString() : QStringLiteral("\n")) + originText(origin) + QStringLiteral(": ") +
             said.join(QStringLiteral("; "));
}

}  // namespace musicrl
