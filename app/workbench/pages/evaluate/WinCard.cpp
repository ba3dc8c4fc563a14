// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/WinCard.h"

#include "app/workbench/pages/evaluate/ResultViews.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace musicrl {

WinCard::WinCard(QWidget* parent)
    : Card(tr("Win rate"), parent),
      decided_(makeLabel({}, LabelRole::Chip)),
      matrix_(new WinMatrixView),
      text_(makeLabel({}, LabelRole::Caption)),
      bars_(new WinBars),
      abx_(new IntervalPlot) {
    decided_->setObjectName(QStringLiteral("decided"));
    decided_->setToolTip(
        tr("A test of all raters' votes, before screening, that holds however often one looks: of studies of equal "
           "models, at most 5 % have any pair decided"));
    titleLine()->addStretch();
    titleLine()->addWidget(decided_);
    matrix_->setObjectName(QStringLiteral("winMatrix"));
    bars_->setObjectName(QStringLiteral("winBars"));
    abx_->setObjectName(QStringLiteral("abx"));
    text_->setObjectName(QStringLiteral("winText"));
    text_->setWordWrap(true);
    for (QWidget* widget : std::initializer_list<QWidget*>{matrix_, text_, bars_, abx_}) {
        body()->addWidget(widget);
    }
    body()->addStretch();
    connect(matrix_, &WinMatrixView::pairClicked, this, &WinCard::pairChosen);
    connect(bars_, &WinBars::barClicked, this, [this](int index) {
        const PairStanding& pair = shown_.question().standings.pairs.at(static_cast<std::size_t>(index));
        Q_EMIT pairChosen(static_cast<int>(pair.first), static_cast<int>(pair.second));
    });
    connect(abx_, &IntervalPlot::rowClicked, this, [this](int row) {
        const AbxStanding& pair = shown_.question().abx.at(static_cast<std::size_t>(row));
        Q_EMIT pairChosen(static_cast<int>(pair.first), static_cast<int>(pair.second));
    });
}

void WinCard::showQuestion(const EvaluatedQuestion& shown) {
    shown_ = shown;
    const StudyResults& results = shown.results();
    const bool pairs = results.kind == StudyKind::Pairs;
    const bool abx = results.kind == StudyKind::Abx;
    setVisible(pairs || abx);
    setTitle(abx ? tr("X told right, share of trials (95 % CI)") : tr("Win rate, row beats column (95 % CI)"));
    for (QWidget* part : std::initializer_list<QWidget*>{matrix_, bars_, text_}) {
        part->setVisible(pairs);
    }
    abx_->setVisible(abx);
    matrix_->setMatrix(modelNames(results), winCellsOf(shown.question()));
    bars_->setBars(winBarsOf(results, shown.question()));
    abx_->setSpan(0.0, 1.0);
    abx_->setRows(abxRowsOf(results, shown.question()), 0.5, tr("one half is guessing"));
    text_->setText(intervalText(results, shown.question()));
    decided_->setText(decisionText(shown.question()));
    decided_->setVisible(pairs && !decided_->text().isEmpty());
}

}  // namespace musicrl
