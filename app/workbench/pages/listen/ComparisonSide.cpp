// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/ComparisonSide.h"

#include "app/workbench/pages/listen/PairRatings.h"
#include "app/workbench/pages/listen/ScorePanel.h"
#include "widgets/rewards/BreakdownView.h"
#include "widgets/rewards/DifferenceView.h"
#include "widgets/rewards/TermPresentation.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr int sideWidth = 328;

/// "MuLan 1, Quality MOS 0.5"
QString weightsText(const RewardComparison& comparison) {
    QStringList parts;
    for (const ComparedTerm& term : comparison.terms) {
        if (term.weight != 0.0) {
            parts << presentationOf({.name = term.name, .windows = {}}).name + u' ' + QString::number(term.weight);
        }
    }
    return parts.join(QStringLiteral(", "));
}

QString differenceHint(const RewardComparison& comparison, LanePair pair, const QString& leader) {
    if (!comparison.weights) {
        return ComparisonSide::tr(
                   "No mix: each was trained for a term that the other was not scored by, and mixes of "
                   "different recipes do not compare. What is above 0 speaks for %1.")
            .arg(leader);
    }
    const QString meaning =
        ComparisonSide::tr("what each term adds to the mix: above 0, to the right, it speaks for %1").arg(leader);
    if (comparison.weights == WeightsOf::Both) {
        return meaning;
    }
    const QString whose = laneLetter(comparison.weights == WeightsOf::First ? pair.first : pair.second);
    return ComparisonSide::tr("%1. They were scored with different weights; here both are weighed as %2 was: %3.")
        .arg(meaning, whose, weightsText(comparison));
}

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
    odds_ = makeLabel({}, LabelRole::Muted);
    odds_->setObjectName(QStringLiteral("preferenceOdds"));
    odds_->setWordWrap(true);
    differenceHint_->setObjectName(QStringLiteral("differenceHint"));
    differenceCard_->body()->addWidget(odds_);
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
        showDifference(pair, *first, *second);
    }
    scorePanel_->refresh();
    ratings_->show(pair);
}

void ComparisonSide::showDifference(LanePair pair, const RewardBreakdown& first, const RewardBreakdown& second) {
    const RewardComparison comparison = compareRewards(first, second);
    difference_->setLanes(pair.first, pair.second);
    difference_->setComparison(comparison, loudnessDifference(desk_, pair));
    const QString leader = laneLetter(difference_->leadingLane());
    const QString other = laneLetter(difference_->otherLane());
    differenceCard_->setTitle(difference_->hasLeader() ? tr("Why %1 over %2?").arg(leader, other)
                                                       : tr("How %1 differs from %2").arg(leader, other));
    differenceHint_->setText(differenceHint(comparison, pair, leader));

    const std::optional<ClipTaste>& taste = desk_.lane(pair.first).loaded->taste;
    const bool oneModel = taste && taste == desk_.lane(pair.second).loaded->taste;
    const bool firstLeads = difference_->leadingLane() == pair.first;
    const std::optional<double> odds = firstLeads ? preferenceOdds(first, second) : preferenceOdds(second, first);
    odds_->setVisible(oneModel && odds);
    if (oneModel && odds) {
        odds_->setText(oddsText(leader, other, *odds, *taste));
    }
}

void ComparisonSide::lookForVotes() {
    ratings_->lookAgain();
}

void ComparisonSide::offerPrompt(const QString& prompt) {
    scorePanel_->offerPrompt(prompt);
}

}  // namespace musicrl
