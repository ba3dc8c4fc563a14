// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/MetricPlot.h"

#include <cmath>
#include <qcustomplot.h>
#include <utility>

namespace musicrl {
namespace {

constexpr double pointReach = 12.0;  // pixels within which a point tells its values

constexpr double alarmReach = 5.0;   // pixels beside an alarm's line
constexpr std::size_t fewPoints = 10;

/// A metric of a run where it was measured.
struct Measured {
    std::vector<double> steps;
    std::vector<double> values;
};

Measured measured(const RunSeries& run, const std::string& key) {
    Measured result;
    for (const MetricRow& row : run.rows) {
        const double value = metricValue(row, key);
        if (std::isfinite(value)) {
            result.steps.push_back(static_cast<double>(row.step));
            result.values.push_back(value);
        }
    }
    return result;
}

QCPGraph* addGraph(QCustomPlot& plot, const std::vector<double>& steps, const std::vector<double>& values, const QPen& pen) {
    QCPGraph* graph = plot.addGraph();
    for (std::size_t i = 0; i < values.size(); ++i) {
        graph->addData(steps[i], values[i]);
    }
    graph->setPen(pen);
    return graph;
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
            drawAlarms(run);
            drawRun(run);
        }
    }
}

void MetricPlot::drawRun(const RunSeries& run) {
    const Measured points = measured(run, metric_.key);
    const double weight = smoothingFor(points.values.size());
    const QColor color = runColor(run);
    if (weight > 0.0) {
        QColor faint = color;
        faint.setAlphaF(0.32F);
        addGraph(plot(), points.steps, points.values, QPen(faint, 1.0))->removeFromLegend();
    }
    QCPGraph* line = addGraph(plot(), points.steps, smoothed(points.values, weight), QPen(color, isSelected(run) ? 2.4 : 1.8));
    line->setName(run.name);
    if (points.values.size() <= fewPoints) {
        line->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, color, color, 5.0));
    }
}

void MetricPlot::drawAlarms(const RunSeries& run) {
    const QCPRange range = plot().yAxis->range();
    for (const AlarmMark& alarm : run.alarms) {
        const auto step = static_cast<double>(alarm.step);
        QCPGraph* line = addGraph(plot(), {step, step}, {range.lower, range.upper}, QPen(theme().bad, 1.5, Qt::DashLine));
        line->removeFromLegend();
    }
}

QString MetricPlot::alarmAt(const QPointF& pixel) const {
    for (const RunSeries& run : runs()) {
        for (const AlarmMark& alarm : isSelected(run) ? run.alarms : std::vector<AlarmMark>{}) {
            if (std::abs(plot().xAxis->coordToPixel(static_cast<double>(alarm.step)) - pixel.x()) <= alarmReach) {
                return tr("%1 · %2").arg(run.name, alarm.text);
            }
        }
    }
    return {};
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
    return text.isEmpty() ? alarmAt(pixel) : text;
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
