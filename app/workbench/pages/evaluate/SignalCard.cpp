// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/SignalCard.h"

#include "app/workbench/pages/evaluate/ResultViews.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace musicrl {

SignalCard::SignalCard(QWidget* parent)
    : Card(tr("Which signal predicts these raters?"), parent),
      accuracies_(new AccuracyBars),
      text_(makeLabel({}, LabelRole::Caption)),
      biases_(new IntervalPlot) {
    titleLine()->addWidget(makeLabel(tr("pairwise accuracy"), LabelRole::Muted));
    titleLine()->addStretch();
    accuracies_->setObjectName(QStringLiteral("signals"));
    text_->setObjectName(QStringLiteral("signalText"));
    text_->setWordWrap(true);
    biases_->setObjectName(QStringLiteral("biases"));
    biases_->setSpan(0.0, 1.0);
    body()->addWidget(accuracies_);
    body()->addWidget(text_);
    body()->addSpacing(space::small);
    body()->addWidget(makeLabel(tr("Did anything else sway them?"), LabelRole::Title));
    body()->addWidget(biases_);
    body()->addStretch();
    connect(accuracies_, &AccuracyBars::barClicked, this, [this](int index) {
        const std::vector<SignalAccuracy>& accuracies = shown_.question().signals;
        Q_EMIT missesWanted(QString::fromStdString(accuracies.at(static_cast<std::size_t>(index)).signal));
    });
}

void SignalCard::showQuestion(const EvaluatedQuestion& shown) {
    shown_ = shown;
    setVisible(shown.results().kind == StudyKind::Pairs);
    accuracies_->setBars(signalBarsOf(shown.question()));
    text_->setText(
        accuracies_->bars().empty()
            ? tr("The clips have no recorded scores: score them on the Generate or Listen page, or with musicrl score.")
            : tr("how often the clip with the higher score is the one that was chosen; whiskers are 95 % intervals"));
    biases_->setRows(biasRowsOf(shown.question()), 0.5, tr("share of decisive votes for it"));
}

}  // namespace musicrl
