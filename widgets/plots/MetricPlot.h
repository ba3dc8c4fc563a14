// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/plots/PlotFrame.h"

namespace musicrl {

/// One metric against the step, a line per run: thin every step, thick smoothed. A step without the metric is passed
/// over; few points are dots as well. The selected run's alarms are dashed uprights.
class MetricPlot : public PlotFrame {
    Q_OBJECT
public:
    /// Whether the axis begins at zero, as for a divergence, or where the values do.
    enum class Floor { Zero, Data };

    explicit MetricPlot(MetricChoice metric, Floor floor, QWidget* parent = nullptr);

    void setMetric(MetricChoice metric);
    [[nodiscard]] const MetricChoice& metric() const { return metric_; }

protected:
    void draw() override;
    [[nodiscard]] Extent extentX() const override;
    [[nodiscard]] Extent extentY() const override;
    [[nodiscard]] QString textAt(const QPointF& pixel) const override;

private:
    void drawRun(const RunSeries& run);
    void drawAlarms(const RunSeries& run);
    [[nodiscard]] QString alarmAt(const QPointF& pixel) const;

    MetricChoice metric_;
    Floor floor_;
};

}  // namespace musicrl
