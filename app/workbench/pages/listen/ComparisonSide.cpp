// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/ComparisonSide.h"

#include "app/workbench/pages/listen/PairRatings.h"
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
    column->addWidget(buildHidden());
    column->addWidget(buildBreakdown(services));
    column->addWidget(buildDifference());
    ratings_ = new PairRatings(services, desk);
    column->addWidget(ratings_);
    column->addStretch();
    setWidgetResizable(true);  // thirty seconds have many windows, and a small screen little height
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(side);
    setFixedWidth(sideWidth);
}

QWidget* ComparisonSide::buildHidden() {
    hiddenCard_ = new Card;
    hiddenCard_->setObjectName(QStringLiteral("hiddenScores"));
    hiddenText_ = makeLabel({}, LabelRole::Muted);
    hiddenText_->setWordWrap(true);
    hiddenCard_->body()->addWidget(hiddenText_);
    return hiddenCard_;
}

void ComparisonSide::setKeys(const KeyBindings& keys) {
    keys_ = keys;
    showHidden();
}

void ComparisonSide::showHidden() {
    hiddenCard_->setVisible(desk_.hidesScores());
    hiddenCard_->setTitle(desk_.blind() ? tr("Blind") : tr("Scores wait for your vote"));
    hiddenText_->setText(
        desk_.blind() ? tr("Names, pictures, lengths and scores are hidden, all clips are equally loud, and the lanes "
                           "were shuffled. They show again when you have voted, or at once with %1.")
                            .arg(keys_.capOf(QStringLiteral("blind")))
                      : tr("They show when you have said which clip you prefer, or at once with %1.")
                            .arg(keys_.capOf(QStringLiteral("hideScores"))));
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
    const bool hidden = desk_.hidesScores();
    showHidden();
    breakdownCard_->setVisible(!hidden);
    const auto scoresOf = [&](int lane) { return hidden ? std::nullopt : desk_.lane(lane).scores; };
    const std::optional<RewardBreakdown> first = scoresOf(pair.first);
    const std::optional<RewardBreakdown> second = scoresOf(pair.second);
    breakdown_->setLanes(pair.first, pair.second);
    breakdown_->setBreakdowns(first, second);
    differenceCard_->setVisible(first.has_value() && second.has_value());
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
    ratings_->show(pair);
}

void ComparisonSide::lookForVotes() {
    ratings_->lookAgain();
}

void ComparisonSide::offerPrompt(const QString& prompt) {
    scorePanel_->offerPrompt(prompt);
}

}  // namespace musicrl
