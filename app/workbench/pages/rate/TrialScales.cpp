// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/TrialScales.h"

#include "widgets/listening/RatingScale.h"
#include "widgets/theme/Theme.h"

#include <QVBoxLayout>
#include <algorithm>

namespace musicrl {
namespace {

std::vector<RatingChoice> choicesOf(const Question& question, QColor Theme::*ink) {
    switch (question.kind) {
        case QuestionKind::Preference:
            return preferenceChoices(question.steps, question.tieAllowed);
        case QuestionKind::Rating:
            return opinionChoices(ink);
        case QuestionKind::Identity:
            return matchChoices();
    }
    return {};
}

bool hasSide(const Trial& trial, Side side) {
    return std::any_of(trial.clips.begin(), trial.clips.end(),
                       [side](const TrialClip& clip) { return clip.side == side; });
}

}  // namespace

TrialScales::TrialScales(QWidget* parent) : QWidget(parent), lines_(new QVBoxLayout(this)) {
    lines_->setContentsMargins(0, 0, 0, 0);
    lines_->setSpacing(space::small);
}

void TrialScales::setTrial(const Trial& trial) {
    for (const Row& row : rows_) {
        row.scale->hide();
        row.scale->deleteLater();  // the answer that led here may be its own
    }
    rows_.clear();
    for (const Question& question : trial.questions) {
        const QString text = QString::fromStdString(question.text);
        if (question.kind == QuestionKind::Rating && hasSide(trial, Side::B)) {
            addRow(question, Part::RatingA, QStringLiteral("A · ") + text);
            addRow(question, Part::RatingB, QStringLiteral("B · ") + text);
        } else {
            const Part only = question.kind == QuestionKind::Rating     ? Part::RatingA
                              : question.kind == QuestionKind::Identity ? Part::Identity
                                                                        : Part::Preference;
            addRow(question, only, text);
        }
    }
    makeCurrent(0);
}

void TrialScales::addRow(const Question& question, Part part, const QString& text) {
    auto* scale = new RatingScale(text, choicesOf(question, part == Part::RatingB ? &Theme::clipB : &Theme::clipA));
    scale->setObjectName(QStringLiteral("scale%1").arg(rows_.size()));
    scale->setKeys(keys_);
    const std::size_t index = rows_.size();
    rows_.push_back({question.id, part, scale});
    lines_->addWidget(scale);
    connect(scale, &RatingScale::answered, this, [this, index] { take(index); });
}

void TrialScales::setAnswers(const std::vector<Answer>& answers) {
    for (const Row& row : rows_) {
        const auto found = std::find_if(answers.begin(), answers.end(),
                                        [&](const Answer& answer) { return answer.question == row.question; });
        std::optional<int> value;
        if (found != answers.end()) {
            switch (row.part) {
                case Part::Preference:
                    value = found->preference;
                    break;
                case Part::RatingA:
                    value = found->ratingA;
                    break;
                case Part::RatingB:
                    value = found->ratingB;
                    break;
                case Part::Identity:
                    value = found->identity ? std::optional(*found->identity == Side::A ? -1 : 1) : std::nullopt;
                    break;
            }
        }
        row.scale->setAnswer(value);
    }
    makeCurrent(0);
}

std::vector<Answer> TrialScales::answers() const {
    std::vector<Answer> answers;
    for (const Row& row : rows_) {
        const std::optional<int> value = row.scale->answer();
        if (!value) {
            continue;
        }
        if (answers.empty() || answers.back().question != row.question) {
            answers.push_back(
                {.question = row.question, .preference = {}, .ratingA = {}, .ratingB = {}, .identity = {}});
        }
        Answer& answer = answers.back();
        switch (row.part) {
            case Part::Preference:
                answer.preference = value;
                break;
            case Part::RatingA:
                answer.ratingA = value;
                break;
            case Part::RatingB:
                answer.ratingB = value;
                break;
            case Part::Identity:
                answer.identity = *value < 0 ? Side::A : Side::B;
                break;
        }
    }
    return answers;
}

bool TrialScales::complete() const {
    return std::all_of(rows_.begin(), rows_.end(), [](const Row& row) { return row.scale->answer().has_value(); });
}

void TrialScales::setKeys(const QStringList& keys) {
    keys_ = keys;
    for (const Row& row : rows_) {
        row.scale->setKeys(keys);
    }
}

void TrialScales::move(int rows) {
    if (!rows_.empty()) {
        const auto wanted = static_cast<std::ptrdiff_t>(current_) + rows;
        makeCurrent(static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(wanted, 0, std::ssize(rows_) - 1)));
    }
}

void TrialScales::choose(int place) {
    if (current_ < rows_.size()) {
        rows_[current_].scale->choose(place);
    }
}

void TrialScales::take(std::size_t row) {
    const Row& answered = rows_[row];
    const char* part = answered.part == Part::RatingA ? " A" : answered.part == Part::RatingB ? " B" : "";
    const QString text = QStringLiteral("%1%2: %3")
                             .arg(QString::fromStdString(answered.question), QLatin1String(part))
                             .arg(answered.scale->answer().value_or(0));
    makeCurrent(after(row));
    Q_EMIT this->answered(text);
}

std::size_t TrialScales::after(std::size_t row) const {
    for (std::size_t i = 1; i < rows_.size(); ++i) {
        const std::size_t candidate = (row + i) % rows_.size();
        if (!rows_[candidate].scale->answer()) {
            return candidate;
        }
    }
    return std::min(row + 1, rows_.size() - 1);
}

void TrialScales::makeCurrent(std::size_t row) {
    current_ = row;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        rows_[i].scale->setCurrent(i == row);
    }
}

}  // namespace musicrl
