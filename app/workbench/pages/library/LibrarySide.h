// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ClipVote.h"
#include "library/LibraryClip.h"
#include "record/ClipRecipe.h"

#include <QScrollArea>
#include <optional>
#include <vector>

class QFormLayout;
class QLabel;

namespace musicrl {

class BreakdownView;
class Card;
class VotesCard;

/// Beside the table: the scores of the selected clip, what people said of it, and where it comes from; of two, what was
/// said of the pair; of several, how many they are and how long together.
class LibrarySide : public QScrollArea {
    Q_OBJECT
public:
    explicit LibrarySide(QWidget* parent = nullptr);

    void showNothing();
    void showClip(const LibraryClip& clip);  ///< what is listed of it, at once
    void showRecord(const std::optional<ClipRecord>& record);
    void showMany(qint64 clips, double seconds);  ///< \param seconds  of those that are known; 0 leaves it out
    /// Of the clip that is shown.
    void showVotes(const std::vector<ClipVote>& votes);
    void showPairVotes(const LibraryClip& first, const LibraryClip& second, const std::vector<ClipVote>& votes);

Q_SIGNALS:
    void votesRequested(const std::vector<musicrl::ClipVote>& votes);

private:
    QWidget* buildScores();
    QWidget* buildProvenance();
    void addFact(const QString& name, const QString& value, const QString& hint = {});
    void clearFacts();
    void showRecipe(const ClipRecord& record);

    Card* scoresCard_ = nullptr;
    QLabel* title_ = nullptr;
    QLabel* notice_ = nullptr;
    BreakdownView* breakdown_ = nullptr;
    VotesCard* votes_ = nullptr;
    Card* provenanceCard_ = nullptr;
    QFormLayout* facts_ = nullptr;
    LibraryClip shown_;
};

}  // namespace musicrl
