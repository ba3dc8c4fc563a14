// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/StrengthCard.h"

#include "app/workbench/pages/evaluate/ResultViews.h"
#include "study/StudyReport.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr int strengthRowHeight = 44;
constexpr int leastMethodsHeight = 120;  // six lines

}  // namespace

StrengthCard::StrengthCard(QWidget* parent)
    : Card(tr("Strength"), parent),
      scale_(new QComboBox),
      strength_(new IntervalPlot),
      cycles_(makeLabel({}, LabelRole::Caption)),
      meanTitle_(makeLabel(tr("Mean score of its clips, 1 to 5"), LabelRole::Title)),
      means_(new IntervalPlot),
      methods_(new QPlainTextEdit) {
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
    body()->addSpacing(space::small);
    body()->addLayout(buildMethodsTitle());
    body()->addWidget(methods_, 1);
    connect(scale_, &QComboBox::currentIndexChanged, this, &StrengthCard::showStrength);
    for (IntervalPlot* plot : {strength_, means_}) {
        connect(plot, &IntervalPlot::rowClicked, this, &StrengthCard::modelChosen);
    }
}

QLayout* StrengthCard::buildMethodsTitle() {
    methods_->setObjectName(QStringLiteral("methods"));
    methods_->setAccessibleName(tr("Methods paragraph"));
    methods_->setReadOnly(true);
    methods_->setMinimumHeight(leastMethodsHeight);
    methods_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);  // what the numbers leave
    methods_->setTabChangesFocus(true);
    auto* copy = new QToolButton;
    copy->setObjectName(QStringLiteral("copyMethods"));
    copy->setIcon(themedIcon(QStringLiteral("copy"), &Theme::mutedText));
    copy->setToolTip(tr("Copy the methods paragraph"));
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(methods_->toPlainText()); });
    auto* line = new QHBoxLayout;
    line->addWidget(makeLabel(tr("For a methods section"), LabelRole::Title));
    line->addStretch();
    line->addWidget(copy);
    return line;
}

void StrengthCard::showQuestion(const EvaluatedQuestion& shown) {
    shown_ = shown;
    const StudyResults& results = shown.results();
    const bool pairs = results.kind == StudyKind::Pairs;
    setTitle(pairs                            ? tr("Strength")
             : results.kind == StudyKind::Abx ? tr("How it was asked")
                                              : tr("Mean opinion score"));
    scale_->setVisible(pairs);
    strength_->setVisible(pairs);
    cycles_->setText(cycleText(results, shown.question()));
    cycles_->setVisible(pairs && !cycles_->text().isEmpty());
    std::vector<IntervalRow> means = meanRowsOf(results, shown.question());
    means_->setVisible(!means.empty());
    meanTitle_->setVisible(!means.empty() && pairs);
    means_->setRows(std::move(means), std::nullopt, {});
    methods_->setPlainText(QString::fromStdString(methodsText(shown.study->study, results)));
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
