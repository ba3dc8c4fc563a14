// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/Theme.h"

#include <QString>
#include <QStringList>
#include <QWidget>
#include <optional>
#include <vector>

class QLabel;

namespace musicrl {

class AnswerButton;

/// One answer of a scale.
struct RatingChoice {
    int value = 0;
    QString text;                  ///< names A or B where it means one: the letter is the second cue beside the colour
    QColor Theme::*ink = nullptr;  ///< blue for A, orange for B; null for what takes no side
};

/// From "A better" by way of "same" to "B better", A at the left.
/// \param steps  degrees to each side, 1 to 3: values run from -steps (A) up to +steps (B)
[[nodiscard]] std::vector<RatingChoice> preferenceChoices(int steps, bool tieAllowed = true);
/// One clip by itself: 1 (bad) to 5 (excellent), in the colour of its side.
/// \see ITU-T P.800, absolute category rating
[[nodiscard]] std::vector<RatingChoice> opinionChoices(QColor Theme::*ink);
/// Which of two an X is: -1 for A, +1 for B.
[[nodiscard]] std::vector<RatingChoice> matchChoices();

/// One question and its answers side by side, of which one at most holds.
///
/// Of several scales one is current: it shows the keys that answer it, and a click on another one makes that current.
/// Choosing the answer that holds already leaves it.
class RatingScale : public QWidget {
    Q_OBJECT
public:
    RatingScale(const QString& question, std::vector<RatingChoice> choices, QWidget* parent = nullptr);

    [[nodiscard]] std::optional<int> answer() const { return answer_; }
    void setAnswer(std::optional<int> value);  ///< says nothing to anybody
    /// What the key caps read while this scale is current, from the left.
    void setKeys(const QStringList& keys);
    void setCurrent(bool current);
    [[nodiscard]] bool isCurrent() const { return current_; }
    [[nodiscard]] int choiceCount() const { return static_cast<int>(choices_.size()); }
    void setQuestion(const QString& question);

public Q_SLOTS:
    /// As a click on the answer at this place, from the left; other places are passed over.
    void choose(int place);

Q_SIGNALS:
    void answered(int value);

private:
    void build();
    void showState();

    std::vector<RatingChoice> choices_;
    std::vector<AnswerButton*> buttons_;
    QLabel* question_;
    QStringList keys_;
    std::optional<int> answer_;
    bool current_ = false;
};

}  // namespace musicrl
