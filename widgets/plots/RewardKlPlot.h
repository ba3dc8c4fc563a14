// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/plots/PlotFrame.h"

#include <optional>

class QCPScatterStyle;

namespace musicrl {

/// Reward against KL, a curve per run: how much was gained for how far the policy has moved.
///
/// Dots are the steps, the line is smoothed over both axes; a step that lacks one of the two is passed over. Rings are
/// steps with clips: a click on one says so with pointClicked(). Triangles are the selected run's alarms.
class RewardKlPlot : public PlotFrame {
    Q_OBJECT
public:
    explicit RewardKlPlot(QWidget* parent = nullptr);

    void setAxes(MetricChoice reward, MetricChoice kl);
    [[nodiscard]] const MetricChoice& reward() const { return reward_; }
    [[nodiscard]] const MetricChoice& kl() const { return kl_; }

    /// Where the ring of a run's step is, in pixels of this widget.
    [[nodiscard]] std::optional<QPointF> ringPosition(const QString& runId, std::int64_t step) const;
    /// How many points the lines have after decimation.
    [[nodiscard]] int drawnPoints() const;

Q_SIGNALS:
    void pointClicked(const QString& runId, qint64 step);

protected:
    void draw() override;
    [[nodiscard]] Extent extentX() const override;
    [[nodiscard]] Extent extentY() const override;
    [[nodiscard]] QString textAt(const QPointF& pixel) const override;
    void clickedAt(const QPointF& pixel) override;
    [[nodiscard]] bool isHot(const QPointF& pixel) const override { return ringAt(pixel).has_value(); }

private:
    struct Ring {
        QString runId;
        std::int64_t step = 0;
        QPointF pixel;
    };

    [[nodiscard]] std::vector<QPointF> rawPoints(const RunSeries& run) const;
    [[nodiscard]] std::vector<QPointF> smoothPoints(const RunSeries& run) const;
    /// Where the smoothed line is at these steps, or as soon after as it has a point.
    [[nodiscard]] std::vector<Ring> placesOf(const RunSeries& run, const std::vector<std::int64_t>& steps) const;
    [[nodiscard]] std::vector<Ring> rings(const RunSeries& run) const { return placesOf(run, run.samplesAt); }
    [[nodiscard]] std::optional<Ring> ringAt(const QPointF& pixel) const;
    void drawRun(const RunSeries& run);
    void drawPlaces(const std::vector<Ring>& places, const QCPScatterStyle& style);

    MetricChoice reward_;
    MetricChoice kl_;
};

}  // namespace musicrl
