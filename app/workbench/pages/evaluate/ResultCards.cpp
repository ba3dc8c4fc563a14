// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/ResultCards.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/pages/evaluate/MethodsCard.h"
#include "app/workbench/pages/evaluate/RaterCard.h"
#include "app/workbench/pages/evaluate/SignalCard.h"
#include "app/workbench/pages/evaluate/StrengthCard.h"
#include "app/workbench/pages/evaluate/VoteList.h"
#include "app/workbench/pages/evaluate/WinCard.h"
#include "widgets/theme/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

namespace musicrl {

ResultCards::ResultCards(WorkbenchServices& services, QWidget* parent)
    : QWidget(parent),
      services_(services),
      scroll_(new QScrollArea),
      columns_{new QVBoxLayout, new QVBoxLayout},
      wins_(new WinCard),
      strength_(new StrengthCard),
      signals_(new SignalCard(services)),
      raters_(new RaterCard(services)),
      methods_(new MethodsCard),
      votes_(new VoteList(this)),
      escape_(new QShortcut(Qt::Key_Escape, this)) {
    build();
    connectCards();
    escape_->setContext(Qt::WindowShortcut);
    escape_->setEnabled(false);
    votes_->hide();
    connect(escape_, &QShortcut::activated, this, &ResultCards::closeVotes);
    connect(votes_, &VoteList::closed, this, &ResultCards::closeVotes);
    connect(votes_, &VoteList::opened, this, [this](const QString& a, const QString& b) {
        b.isEmpty() ? services_.clipActivated(a) : services_.compareRequested(a, b);
    });
}

void ResultCards::build() {
    auto* content = new QWidget;
    content->setProperty("role", "scrolled");
    auto* line = new QHBoxLayout(content);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::medium);
    for (QVBoxLayout* column : columns_) {
        column->setSpacing(space::medium);
        line->addLayout(column, 1);
    }
    arrange(StudyKind::Pairs);
    scroll_->setWidgetResizable(true);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setWidget(content);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(scroll_);
    methods_->installEventFilter(this);  // the last that gets its place
}

void ResultCards::arrange(StudyKind kind) {
    for (QWidget* card : std::initializer_list<QWidget*>{wins_, strength_, signals_, raters_, methods_}) {
        columns_[0]->removeWidget(card);
        columns_[1]->removeWidget(card);
    }
    columns_[0]->addWidget(kind == StudyKind::Mos ? static_cast<QWidget*>(strength_) : wins_);
    if (kind == StudyKind::Pairs) {
        columns_[0]->addWidget(signals_, 1);
        columns_[1]->addWidget(strength_);
        columns_[1]->addWidget(raters_);
    } else {  // without signals, and without strengths or who beats whom
        columns_[0]->addWidget(raters_, 1);
    }
    columns_[1]->addWidget(methods_, 1);
}

void ResultCards::connectCards() {
    connect(wins_, &WinCard::pairChosen, this, [this](int first, int second) {
        listVotes(wins_, tr("%1 against %2").arg(nameOf(first), nameOf(second)),
                  votesOfPair(shown_, static_cast<std::size_t>(first), static_cast<std::size_t>(second)));
    });
    connect(strength_, &StrengthCard::modelChosen, this, [this](int model) {
        listVotes(strength_, nameOf(model), votesOfModel(shown_, static_cast<std::size_t>(model)));
    });
    connect(signals_, &SignalCard::missesWanted, this, [this](const QString& signal) {
        listVotes(signals_, tr("%1 preferred the other").arg(signal), missesOfSignal(shown_, signal.toStdString()));
    });
    connect(raters_, &RaterCard::raterChosen, this, [this](int rater) {
        const auto index = static_cast<std::size_t>(rater);
        listVotes(raters_, tr("Votes of %1").arg(QString::fromStdString(shown_.results().raters.at(index).rater)),
                  votesOfRater(shown_, index));
    });
    connect(signals_, &SignalCard::scored, this, &ResultCards::signalsChanged);
    connect(raters_, &RaterCard::trained, this, &ResultCards::signalsChanged);
}

QString ResultCards::nameOf(int model) const {
    return QString::fromStdString(shown_.results().models.at(static_cast<std::size_t>(model)));
}

void ResultCards::showQuestion(const EvaluatedQuestion& shown) {
    shown_ = shown;
    arrange(shown.results().kind);
    wins_->showQuestion(shown);
    strength_->showQuestion(shown);
    signals_->showQuestion(shown);
    raters_->showQuestion(shown);
    methods_->showQuestion(shown);
}

void ResultCards::listVotes(QWidget* clicked, const QString& title, const VoteFilter& filter) {
    votesColumn_ = columns_[0]->indexOf(clicked) >= 0 ? 1 : 0;
    votes_->showVotes(shown_.study->study, shown_.id(), title, filter);
    placeVotes();
    votes_->show();
    votes_->raise();
    escape_->setEnabled(true);
}

void ResultCards::closeVotes() {
    votes_->hide();
    escape_->setEnabled(false);
}

void ResultCards::placeVotes() {
    const QRect column = columns_[votesColumn_]->geometry();
    const int left = scroll_->widget()->mapTo(this, column.topLeft()).x();
    votes_->setGeometry(left, 0, column.width(), height());
}

bool ResultCards::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move) {
        placeVotes();
    }
    return QWidget::eventFilter(watched, event);
}

void ResultCards::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeVotes();
}

}  // namespace musicrl
