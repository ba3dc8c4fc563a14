// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/LibraryClip.h"
#include "record/ClipRecipe.h"

#include <QScrollArea>
#include <optional>

class QFormLayout;
class QLabel;

namespace musicrl {

class BreakdownView;
class Card;

/// Beside the table: the scores of the selected clip and where it comes from; of several, how many they are and how
/// long together.
class LibrarySide : public QScrollArea {
    Q_OBJECT
public:
    explicit LibrarySide(QWidget* parent = nullptr);

    void showNothing();
    void showClip(const LibraryClip& clip);  ///< what is listed of it, at once
    void showRecord(const std::optional<ClipRecord>& record);
    void showMany(qint64 clips, double seconds);  ///< \param seconds  of those that are known; 0 leaves it out

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
    Card* provenanceCard_ = nullptr;
    QFormLayout* facts_ = nullptr;
    LibraryClip shown_;
};

}  // namespace musicrl
