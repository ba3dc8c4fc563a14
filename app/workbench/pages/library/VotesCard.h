// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ClipVote.h"
#include "library/LibraryClip.h"
#include "widgets/theme/Card.h"

#include <vector>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace musicrl {

/// What people said of the selected clip, or of two against each other: wins, ties, losses and the mean score, apart
/// for sealed studies, the Listen page, other files, and programs.
class VotesCard : public Card {
    Q_OBJECT
public:
    explicit VotesCard(QWidget* parent = nullptr);

    void showClip(const LibraryClip& clip, const std::vector<ClipVote>& votes);
    /// Seen from the first.
    void showPair(const LibraryClip& first, const LibraryClip& second, const std::vector<ClipVote>& votes);
    /// The same of the Listen page's lanes, by their letters. \param file  the first's
    void showLanes(const QString& first, const QString& second, const std::filesystem::path& file,
                   const std::vector<ClipVote>& votes);

    /// What is shown, a line an origin: "Sealed studies, blind: 3 won, 1 the same, 2 lost; mean score 3.8 of 6".
    [[nodiscard]] QString asText() const { return text_; }

Q_SIGNALS:
    void votesRequested(const std::vector<musicrl::ClipVote>& votes);

private:
    void showVotes(const std::filesystem::path& clip, const std::vector<ClipVote>& votes);
    void addOrigin(VoteOrigin origin, const VoteTally& tally);
    void clear();

    std::vector<ClipVote> votes_;
    QString text_;
    bool isPair_ = false;
    QLabel* about_;
    QVBoxLayout* lines_;
    QPushButton* open_;
};

/// "Sealed studies, blind", "Listen page, names seen", ...
[[nodiscard]] QString originText(VoteOrigin origin);

}  // namespace musicrl
