// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/MetricPlot.h"

#include <cmath>
#include <qcustomplot.h>
#include <utility>

namespace musicrl {
namespace {

constexpr double pointReach = 12.0;  // pixels within which a point tells its values

void addGraph(QCustomPlot& plot, const RunSeries& run, const std::vector<double>& values, const QPen& pen, bool inLegend) {
    QCPGraph* graph = plot.addGraph();
    for (std::size_t i = 0; i < values.size(); ++i) {
        graph->addData(static_cast<double>(run.rows[i].step), values[i]);
    }
    graph->setPen(pen);
    graph->setName(run.name);
    if (!inLegend) {
        graph->removeFromLegend();
    }
}

}  // namespace

MetricPlot::MetricPlot(MetricChoice metric, Floor floor, QWidget* parent) : PlotFrame(parent), floor_(floor) {
    setMetric(std::move(metric));
}

void MetricPlot::setMetric(MetricChoice metric) {
    metric_ = std::move(metric);
    setAccessibleName(tr("%1 against step").arg(metric_.name));
    // A divergence is called by the card's title; which reward it is, is not.
    setCornerTexts(floor_ == Floor::Zero ? metric_.unit : metric_.name + QStringLiteral(", ") + metric_.unit, tr("step"));
    refreshLater();
}

void MetricPlot::draw() {
    for (const RunSeries& run : runs()) {
        if (!isSelected(run)) {
            drawRun(run);
        }
    }
    for (const RunSeries& run : runs()) {
        if (isSelected(run)) {
            drawRun(run);
        }
    }
}

void MetricPlot::drawRun(const RunSeries& run) {
    const std::vector<double> values = metricValues(run.rows, metric_.key);
    const double weight = smoothingFor(values.size());
    const QColor color = runColor(run);
    if (weight > 0.0) {
        QColor faint = color;
        faint.setAlphaF(0.32F);
        addGraph(plot(), run, values, QPen(faint, 1.0), false);
    }
    addGraph(plot(), run, smoothed(values, weight), QPen(color, isSelected(run) ? 2.4 : 1.8), true);
}

QString MetricPlot::textAt(const QPointF& pixel) const {
    QString text;
    double reach = pointReach;
    for (const RunSeries& run : runs()) {
        for (const MetricRow& row : run.rows) {
            const double value = metricValue(row, metric_.key);
            const double distance = std::hypot(plot().xAxis->coordToPixel(static_cast<double>(row.step)) - pixel.x(),
                                               plot().yAxis->coordToPixel(value) - pixel.y());
            if (distance < reach) {
                reach = distance;
                text = tr("%1 · step %2 · %3 %4").arg(run.name).arg(row.step).arg(metric_.name).arg(value, 0, 'f', 3);
            }
        }
    }
    return text;
}

PlotFrame::Extent MetricPlot::extentX() const {
    Extent extent;
    for (const RunSeries& run : runs()) {
        for (const MetricRow& row : run.rows) {
            extent.include(static_cast<double>(row.step));
        }
    }
    if (!extent.empty) {
        extent.include(0.0);
    }
    return extent;
}

PlotFrame::Extent MetricPlot::extentY() const {
    Extent extent;
    for (const RunSeries& run : runs()) {
        for (const double value : metricValues(run.rows, metric_.key)) {
            extent.include(value);
        }
    }
    if (!extent.empty && floor_ == Floor::Zero) {
        extent.include(0.0);
    }
    return extent;
}

}  // namespace musicrl
