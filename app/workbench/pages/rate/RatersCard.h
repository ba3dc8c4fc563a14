// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyStore.h"
#include "widgets/theme/Card.h"

#include <functional>
#include <optional>

class QLabel;
class QPushButton;
class QTableWidget;

namespace musicrl {

/// Of all raters, without practice.
struct JudgedTrials {
    std::int64_t done = 0;
    std::int64_t count = 0;
};

/// \param practice  trials of each rater's that do not count; they come first. \see StudyDesign::practice
[[nodiscard]] JudgedTrials judgedThatCount(const StudyStatus& status, std::int64_t practice);

/// How far the raters of a study are, and how many pairs of models their votes tell apart: nothing that would unblind.
class RatersCard : public Card {
    Q_OBJECT
public:
    explicit RatersCard(QWidget* parent = nullptr);

    /// \param decided  none where the study compares no pairs
    void showProgress(const StudyStatus& status, const JudgedTrials& judged,
                      const std::optional<DecidedPairs>& decided);
    void clear();  ///< there is no study to speak of

Q_SIGNALS:
    void sealRequested();
    void evaluateRequested();

private:
    void buildTable();
    void showRater(int row, const RaterProgress& rater);

    QTableWidget* table_;
    QLabel* decided_;
    QPushButton* seal_;
    QPushButton* evaluate_;
};

/// Asks whether to end the study, over \p parent, and warns of what is missing. \param seal  what yes does
void askToSeal(QWidget* parent, const JudgedTrials& judged, std::function<void()> seal);

}  // namespace musicrl
