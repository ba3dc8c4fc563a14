// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/ComparisonSide.h"

#include "app/workbench/pages/listen/ScorePanel.h"
#include "widgets/rewards/BreakdownView.h"
#include "widgets/rewards/DifferenceView.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr int sideWidth = 328;

}  // namespace

ComparisonSide::ComparisonSide(WorkbenchServices& services, ListenDesk& desk, QWidget* parent)
    : QScrollArea(parent), desk_(desk) {
    auto* side = new QWidget;
    side->setProperty("role", "scrolled");
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::medium);
    column->addWidget(buildBlind());
    column->addWidget(buildBreakdown(services));
    column->addWidget(buildDifference());
    column->addStretch();
    setWidgetResizable(true);  // thirty seconds have many windows, and a small screen little height
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(side);
    setFixedWidth(sideWidth);
}

QWidget* ComparisonSide::buildBlind() {
    blindCard_ = new Card(tr("Blind"));
    auto* words =
        makeLabel(tr("Names, pictures and scores are hidden, and the lanes were shuffled. They show again when "
                     "you have voted, or at once with B."),
                  LabelRole::Muted);
    words->setWordWrap(true);
    blindCard_->body()->addWidget(words);
    return blindCard_;
}

QWidget* ComparisonSide::buildBreakdown(WorkbenchServices& services) {
    breakdownCard_ = new Card(tr("Breakdown"));
    breakdown_ = new BreakdownView;
    breakdown_->setObjectName(QStringLiteral("breakdown"));
    scorePanel_ = new ScorePanel(services, desk_);
    breakdownCard_->body()->addWidget(breakdown_);
    breakdownCard_->body()->addWidget(scorePanel_);
    return breakdownCard_;
}

QWidget* ComparisonSide::buildDifference() {
    differenceCard_ = new Card;
    difference_ = new DifferenceView;
    difference_->setObjectName(QStringLiteral("difference"));
    differenceHint_ = makeLabel({}, LabelRole::Caption);
    differenceHint_->setWordWrap(true);
    differenceCard_->body()->addWidget(differenceHint_);
    differenceCard_->body()->addWidget(difference_);
    return differenceCard_;
}

void ComparisonSide::show(LanePair pair) {
    const bool blind = desk_.blind();
    blindCard_->setVisible(blind);
    breakdownCard_->setVisible(!blind);
    const std::optional<RewardBreakdown>& first = desk_.lane(pair.first).scores;
    const std::optional<RewardBreakdown>& second = desk_.lane(pair.second).scores;
    breakdown_->setLanes(pair.first, pair.second);
    breakdown_->setBreakdowns(first, second);
    differenceCard_->setVisible(!blind && first.has_value() && second.has_value());
    if (first && second) {
        const QString a = laneLetter(pair.first);
        const QString b = laneLetter(pair.second);
        difference_->setLanes(pair.first, pair.second);
        difference_->setBreakdowns(*first, *second, loudnessDifference(desk_, pair));
        const bool firstLeads = difference_->mixDifference() >= 0.0;
        differenceCard_->setTitle(firstLeads ? tr("Why %1 over %2?").arg(a, b) : tr("Why %1 over %2?").arg(b, a));
        differenceHint_->setText(
            tr("what each term adds to the mix: to the left it speaks for %1, to the right for %2").arg(a, b));
    }
    scorePanel_->refresh();
}

void ComparisonSide::offerPrompt(const QString& prompt) {
    scorePanel_->offerPrompt(prompt);
}

}  // namespace musicrl
