// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/listening/RatingScale.h"

#include "widgets/listening/AnswerButton.h"
#include "widgets/theme/Card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QVBoxLayout>
#include <cstdlib>

namespace musicrl {
namespace {

constexpr int questionWidth = 232;
constexpr int mostBesideTheQuestion = 5;  // more answers stand below it

RatingChoice sided(int value, const QString& text) {
    return {value, text, value == 0 ? nullptr : value < 0 ? &Theme::clipA : &Theme::clipB};
}

QString degreeText(int value, int steps) {
    if (value == 0) {
        return RatingScale::tr("same");
    }
    const QString letter = value < 0 ? QStringLiteral("A") : QStringLiteral("B");
    const int degree = std::abs(value);
    if (degree == 1) {
        return (steps == 3 ? RatingScale::tr("%1 slightly") : RatingScale::tr("%1 better")).arg(letter);
    }
    return (degree == 2 && steps == 3 ? RatingScale::tr("%1 better") : RatingScale::tr("%1 much better")).arg(letter);
}

}  // namespace

std::vector<RatingChoice> preferenceChoices(int steps, bool tieAllowed) {
    std::vector<RatingChoice> choices;
    for (int value = -steps; value <= steps; ++value) {
        if (value != 0 || tieAllowed) {
            choices.push_back(sided(value, degreeText(value, steps)));
        }
    }
    return choices;
}

std::vector<RatingChoice> opinionChoices(QColor Theme::*ink) {
    return {{1, RatingScale::tr("1 · bad"), ink},
            {2, RatingScale::tr("2 · poor"), ink},
            {3, RatingScale::tr("3 · fair"), ink},
            {4, RatingScale::tr("4 · good"), ink},
            {5, RatingScale::tr("5 · excellent"), ink}};
}

std::vector<RatingChoice> matchChoices() {
    return {sided(-1, RatingScale::tr("X is A")), sided(1, RatingScale::tr("X is B"))};
}

RatingScale::RatingScale(const QString& question, std::vector<RatingChoice> choices, QWidget* parent)
    : QWidget(parent), choices_(std::move(choices)), question_(makeLabel(question, LabelRole::Muted)) {
    question_->setTextFormat(Qt::PlainText);
    question_->setWordWrap(true);
    setAccessibleName(question);
    build();
    showState();
}

void RatingScale::build() {
    const bool beside = choiceCount() <= mostBesideTheQuestion;
    auto* answers = new QHBoxLayout;
    answers->setSpacing(space::small);
    for (const RatingChoice& choice : choices_) {
        auto* button = new AnswerButton(choice.text, choice.ink);
        button->setObjectName(QStringLiteral("answer%1").arg(choice.value));
        buttons_.push_back(button);
        answers->addWidget(button, 1);
        const int place = static_cast<int>(buttons_.size()) - 1;
        connect(button, &QAbstractButton::clicked, this, [this, place] { choose(place); });
    }
    auto* layout = new QBoxLayout(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom, this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(beside ? space::large : space::tight);
    if (beside) {
        question_->setFixedWidth(questionWidth);
    }
    layout->addWidget(question_);
    layout->addLayout(answers, 1);
}

void RatingScale::setAnswer(std::optional<int> value) {
    answer_ = value;
    showState();
}

void RatingScale::setKeys(const QStringList& keys) {
    keys_ = keys;
    showState();
}

void RatingScale::setCurrent(bool current) {
    current_ = current;
    showState();
}

void RatingScale::setQuestion(const QString& question) {
    question_->setText(question);
    setAccessibleName(question);
}

void RatingScale::choose(int place) {
    if (place < 0 || place >= choiceCount()) {
        return;
    }
    answer_ = choices_[static_cast<std::size_t>(place)].value;
    showState();
    Q_EMIT answered(*answer_);
}

void RatingScale::showState() {
    for (std::size_t i = 0; i < buttons_.size(); ++i) {
        buttons_[i]->setChecked(answer_ == choices_[i].value);
        buttons_[i]->setKey(current_ ? keys_.value(static_cast<qsizetype>(i)) : QString());
    }
    question_->setProperty("role", current_ ? "" : "muted");
    question_->style()->unpolish(question_);
    question_->style()->polish(question_);
}

}  // namespace musicrl
