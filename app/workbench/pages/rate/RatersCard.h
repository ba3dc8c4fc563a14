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

/// How far the raters of a study are, and how many pairs of models their votes tell apart: nothing that would unblind.
class RatersCard : public Card {
    Q_OBJECT
public:
    explicit RatersCard(QWidget* parent = nullptr);

    /// \param decided  none where the study compares no pairs
    void showProgress(const StudyStatus& status, const std::optional<DecidedPairs>& decided);
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

/// Of all raters: how many trials are judged, and how many there are.
[[nodiscard]] std::pair<std::int64_t, std::int64_t> judgedOf(const StudyStatus& status);

/// Asks whether to end the study, over \p parent. \param seal  what yes does
void askToSeal(QWidget* parent, const StudyStatus& status, std::function<void()> seal);

}  // namespace musicrl
