// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/rate/RateTransport.h"
#include "audio/Peaks.h"
#include "study/Judgement.h"
#include "study/Trial.h"
#include "widgets/keys/KeyBindings.h"

#include <QWidget>
#include <array>
#include <optional>
#include <vector>

class QLabel;
class QLineEdit;

namespace musicrl {

class KeyButton;
class MarkList;
class RateSide;
class TrialScales;

/// One blind trial: the text, the sides, the questions, a note and marks. It shows nothing that could tell the models
/// apart, and holds the answer as far as it is given; what plays and what is kept is the session's.
class TrialView : public QWidget {
    Q_OBJECT
public:
    explicit TrialView(QWidget* parent = nullptr);

    /// \param progress  such as "pair 37 of 120 · about 22 min left"
    void showTrial(const Trial& trial, const Judgement& draft, const QString& progress);
    void setPeaks(const std::vector<std::vector<Peak>>& peaks);  ///< by side; empty: no waveforms
    void setSound(const TrialSound& sound);
    void setKeys(const KeyBindings& keys);
    void setUndo(bool canUndo, bool canRedo);
    void setMessage(const QString& sentence);  ///< why the vote does not count yet; empty: none

    /// Verdict, answers, note and marks as they are on the screen; the rest as in the draft that was shown.
    [[nodiscard]] Judgement draft() const;

    /// What the key or button of this id does here, as far as it is about the answer. \return whether it is
    bool perform(const QString& id);

Q_SIGNALS:
    void draftChanged();
    /// \param text  such as "overall: -1"
    void answered(const QString& text);
    void marked(const musicrl::Mark& mark);
    /// An id of defaultRatingKeys() that is the session's to do.
    void triggered(const QString& id);
    void sideChosen(int lane);
    void seekRequested(double seconds);

private:
    void buildSides();
    QWidget* buildWriting();
    QWidget* buildActions();
    KeyButton* action(const QString& text, const QString& id);
    void setVerdict(Verdict verdict);
    void startNote();
    void startMark();
    void finishWriting(bool keep);
    void openProblems();
    void showMarks();
    void showVerdict();
    void showNote();
    [[nodiscard]] Side sideOf(int lane) const;

    enum class Writing { Nothing, Note, Mark };

    Trial trial_;
    Judgement draft_;
    TrialSound sound_;
    Writing writing_ = Writing::Nothing;
    Mark newMark_;
    QLabel* progress_;
    QLabel* prompt_;
    std::array<RateSide*, 3> sides_ = {};
    MarkList* marks_;
    TrialScales* scales_;
    QWidget* writingArea_ = nullptr;
    QLabel* writingLabel_ = nullptr;
    QLineEdit* writingField_ = nullptr;
    QLabel* note_ = nullptr;
    QLabel* message_;
    KeyButton* back_ = nullptr;
    KeyButton* redo_ = nullptr;
    KeyButton* noteButton_ = nullptr;
    KeyButton* mark_ = nullptr;
    KeyButton* bothBad_ = nullptr;
    KeyButton* cannotJudge_ = nullptr;
    KeyButton* problem_ = nullptr;
    KeyButton* next_ = nullptr;
};

}  // namespace musicrl
