// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/plots/RunSeries.h"

#include <QWidget>
#include <vector>

class QLabel;
class QMenu;
class QToolButton;

namespace musicrl {

class Card;
class MetricPlot;
class RewardKlPlot;

/// The three plots of the Train page: reward against KL, reward against step, KL against step. The first one's title
/// chooses what both axes show, in all three; in the place of a reward, any metric that a run has.
class RunPlots : public QWidget {
    Q_OBJECT
public:
    explicit RunPlots(QWidget* parent = nullptr);

    void setRuns(const std::vector<RunSeries>& runs);
    void append(const QString& runId, const std::vector<MetricRow>& rows);
    void setSamplesAt(const QString& runId, const std::vector<std::int64_t>& steps);
    void setAlarms(const QString& runId, const std::vector<AlarmMark>& alarms);
    void setSelectedRun(const QString& runId);
    void setAxes(const MetricChoice& reward, const MetricChoice& kl);
    [[nodiscard]] RewardKlPlot& rewardKl() { return *rewardKl_; }
    [[nodiscard]] MetricPlot& rewardStep() { return *rewardStep_; }

Q_SIGNALS:
    void pointClicked(const QString& runId, qint64 step);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QToolButton* axisButton(const std::vector<MetricChoice>& choices, bool isReward);
    void fillMenu(QMenu& menu, const std::vector<MetricChoice>& choices, bool isReward);
    Card* buildRewardKl();

    RewardKlPlot* rewardKl_;
    MetricPlot* rewardStep_;
    MetricPlot* klStep_;
    Card* rewardCard_ = nullptr;
    QToolButton* rewardButton_ = nullptr;
    QToolButton* klButton_ = nullptr;
    QLabel* hint_ = nullptr;
};

}  // namespace musicrl
