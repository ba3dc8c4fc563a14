// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/RunPlots.h"

#include "widgets/plots/MetricPlot.h"
#include "widgets/plots/RewardKlPlot.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <map>

namespace musicrl {
namespace {

constexpr int roomForHint = 940;
constexpr int titleHeight = 20;  // of all three, so that the plots begin in one line

bool isMeasured(const std::vector<RunSeries>& runs, const std::string& key) {
    return std::any_of(runs.begin(), runs.end(), [&](const RunSeries& run) {
        return std::any_of(run.rows.rbegin(), run.rows.rend(),
                           [&](const MetricRow& row) { return std::isfinite(metricValue(row, key)); });
    });
}

}  // namespace

RunPlots::RunPlots(QWidget* parent)
    : QWidget(parent),
      rewardKl_(new RewardKlPlot(this)),
      rewardStep_(new MetricPlot(rewardChoices().front(), MetricPlot::Floor::Data, this)),
      klStep_(new MetricPlot(klChoices().front(), MetricPlot::Floor::Zero, this)) {
    rewardCard_ = new Card({}, this);
    rewardCard_->body()->addWidget(rewardStep_, 1);
    auto* kl = new Card(tr("KL vs step"), this);
    kl->body()->addWidget(klStep_, 1);
    for (Card* card : {rewardCard_, kl}) {
        card->titleLine()->addStretch(1);
        card->titleLine()->addStrut(titleHeight);
    }
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(buildRewardKl(), 13);
    layout->addWidget(rewardCard_, 10);
    layout->addWidget(kl, 10);
    connect(rewardKl_, &RewardKlPlot::pointClicked, this, &RunPlots::pointClicked);
    setAxes(rewardChoices()[1], klChoices().front());  // MuLan: mixes of different recipes do not compare
}

void RunPlots::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    hint_->setVisible(width() >= roomForHint);
}

Card* RunPlots::buildRewardKl() {
    auto* card = new Card({}, this);
    rewardButton_ = axisButton(rewardChoices(), true);
    klButton_ = axisButton(klChoices(), false);
    QHBoxLayout* title = card->titleLine();
    title->setSpacing(space::tight);
    title->addStrut(titleHeight);
    title->addWidget(rewardButton_);
    title->addWidget(makeLabel(tr("vs"), LabelRole::Title, card));
    title->addWidget(klButton_);
    hint_ = makeLabel(tr("— click a point to hear it"), LabelRole::Muted, card);
    title->addWidget(hint_);
    title->addStretch(1);
    card->body()->addWidget(rewardKl_, 1);
    return card;
}

QToolButton* RunPlots::axisButton(const std::vector<MetricChoice>& choices, bool isReward) {
    auto* button = new QToolButton(this);
    button->setProperty("role", "axisChoice");
    button->setObjectName(isReward ? QStringLiteral("rewardAxis") : QStringLiteral("klAxis"));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setToolTip(isReward ? tr("What the reward axes show") : tr("What the KL axes show"));
    auto* menu = new QMenu(button);
    connect(menu, &QMenu::aboutToShow, this, [this, menu, &choices, isReward] { fillMenu(*menu, choices, isReward); });
    button->setMenu(menu);
    return button;
}

void RunPlots::fillMenu(QMenu& menu, const std::vector<MetricChoice>& choices, bool isReward) {
    menu.clear();
    qDeleteAll(menu.findChildren<QMenu*>(Qt::FindDirectChildrenOnly));
    std::map<QString, QMenu*> groups = {{QString(), &menu}};
    for (const MetricChoice& choice : choices) {
        if (isMeasured(rewardKl_->runs(), choice.key)) {
            QMenu*& group = groups[choice.group];
            group = group == nullptr ? menu.addMenu(choice.group) : group;
            connect(group->addAction(choice.name), &QAction::triggered, this, [this, choice, isReward] {
                isReward ? setAxes(choice, rewardKl_->kl()) : setAxes(rewardKl_->reward(), choice);
            });
        }
    }
}

void RunPlots::setAxes(const MetricChoice& reward, const MetricChoice& kl) {
    // By value: the plot's own choice may be what is handed in.
    const MetricChoice newReward = reward;
    const MetricChoice newKl = kl;
    rewardKl_->setAxes(newReward, newKl);
    rewardStep_->setMetric(newReward);
    klStep_->setMetric(newKl);
    rewardCard_->setTitle(tr("%1 vs step").arg(newReward.name));
    rewardButton_->setText(newReward.name + QStringLiteral(" ▾"));
    klButton_->setText(newKl.name + QStringLiteral(" ▾"));
}

void RunPlots::setRuns(const std::vector<RunSeries>& runs) {
    rewardKl_->setRuns(runs);
    rewardStep_->setRuns(runs);
    klStep_->setRuns(runs);
}

void RunPlots::append(const QString& runId, const std::vector<MetricRow>& rows) {
    for (const MetricRow& row : rows) {
        rewardKl_->append(runId, row);
        rewardStep_->append(runId, row);
        klStep_->append(runId, row);
    }
}

void RunPlots::setSamplesAt(const QString& runId, const std::vector<std::int64_t>& steps) {
    rewardKl_->setSamplesAt(runId, steps);
}

void RunPlots::setAlarms(const QString& runId, const std::vector<AlarmMark>& alarms) {
    rewardKl_->setAlarms(runId, alarms);
    rewardStep_->setAlarms(runId, alarms);
    klStep_->setAlarms(runId, alarms);
}

void RunPlots::setSelectedRun(const QString& runId) {
    rewardKl_->setSelectedRun(runId);
    rewardStep_->setSelectedRun(runId);
    klStep_->setSelectedRun(runId);
}

}  // namespace musicrl
