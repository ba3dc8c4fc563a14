// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/Judgement.h"
#include "study/Trial.h"

#include <QStringList>
#include <QWidget>
#include <vector>

class QVBoxLayout;

namespace musicrl {

class RatingScale;

/// The questions of a trial, a row each (a rating of two clips has two); one row is current and is answered by keys.
/// After an answer the next row without one becomes current.
class TrialScales : public QWidget {
    Q_OBJECT
public:
    explicit TrialScales(QWidget* parent = nullptr);

    void setTrial(const Trial& trial);
    void setAnswers(const std::vector<Answer>& answers);
    /// Of the questions that have an answer, or a part of one.
    [[nodiscard]] std::vector<Answer> answers() const;
    [[nodiscard]] bool complete() const;
    void setKeys(const QStringList& keys);

    void move(int rows);     ///< makes the row so many below the current one
    void choose(int place);  ///< answers the current row

Q_SIGNALS:
    /// \param text  what was chosen, such as "overall: -1"
    void answered(const QString& text);

private:
    enum class Part { Preference, RatingA, RatingB, Identity };
    struct Row {
        std::string question;
        Part part = Part::Preference;
        RatingScale* scale = nullptr;
    };

    void addRow(const Question& question, Part part, const QString& text);
    void take(std::size_t row);
    /// Where to go on: the next row without an answer, else the one below.
    [[nodiscard]] std::size_t after(std::size_t row) const;
    void makeCurrent(std::size_t row);

    QVBoxLayout* lines_;
    std::vector<Row> rows_;
    std::size_t current_ = 0;
    QStringList keys_;
};

}  // namespace musicrl
