// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/StrengthCard.h"

#include "app/workbench/pages/evaluate/ResultViews.h"

#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr int strengthRowHeight = 44;

}  // namespace

StrengthCard::StrengthCard(QWidget* parent)
    : Card(tr("Strength"), parent),
      scale_(new QComboBox),
      strength_(new IntervalPlot),
      cycles_(makeLabel({}, LabelRole::Caption)),
      meanTitle_(makeLabel(tr("Mean score of its clips, 1 to 5"), LabelRole::Title)),
      means_(new IntervalPlot) {
    scale_->setObjectName(QStringLiteral("strengthScale"));
    scale_->addItems({tr("Davidson, ties modelled"), tr("Bradley-Terry, a tie is half a win"), tr("Elo")});
    titleLine()->addStretch();
    titleLine()->addWidget(scale_);
    strength_->setObjectName(QStringLiteral("strength"));
    strength_->setRowHeight(strengthRowHeight);
    cycles_->setObjectName(QStringLiteral("cycles"));
    cycles_->setWordWrap(true);
    means_->setObjectName(QStringLiteral("means"));
    means_->setSpan(1.0, 5.0);
    body()->addWidget(strength_);
    body()->addWidget(cycles_);
    body()->addSpacing(space::small);
    body()->addWidget(meanTitle_);
    body()->addWidget(means_);
    body()->addStretch();
    connect(scale_, &QComboBox::currentIndexChanged, this, &StrengthCard::showStrength);
    for (IntervalPlot* plot : {strength_, means_}) {
        connect(plot, &IntervalPlot::rowClicked, this, &StrengthCard::modelChosen);
    }
}

void StrengthCard::showQuestion(const EvaluatedQuestion& shown) {
    shown_ = shown;
    const StudyResults& results = shown.results();
    const bool pairs = results.kind == StudyKind::Pairs;
    setTitle(pairs ? tr("Strength") : tr("Mean opinion score"));
    setVisible(results.kind != StudyKind::Abx);
    scale_->setVisible(pairs);
    strength_->setVisible(pairs);
    cycles_->setText(cycleText(results, shown.question()));
    cycles_->setVisible(pairs && !cycles_->text().isEmpty());
    std::vector<IntervalRow> means = meanRowsOf(results, shown.question());
    means_->setVisible(!means.empty());
    meanTitle_->setVisible(!means.empty() && pairs);
    means_->setRows(std::move(means), std::nullopt, {});
    showStrength();
}

void StrengthCard::showStrength() {
    if (shown_.study == nullptr) {
        return;
    }
    const auto scale = static_cast<StrengthScale>(scale_->currentIndex());
    const bool elo = scale == StrengthScale::Elo;
    strength_->setRows(strengthRowsOf(shown_.results(), shown_.question(), scale), elo ? 1000.0 : 0.0,
                       elo ? tr("Elo points, the mean at 1000; 400 are odds of ten to one")
                           : tr("log strength, the mean at 0; 1.1 are odds of three to one"));
}

}  // namespace musicrl
