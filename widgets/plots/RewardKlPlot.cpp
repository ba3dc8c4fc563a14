// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/RewardKlPlot.h"

#include "widgets/plots/Decimation.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <qcustomplot.h>
#include <utility>

namespace musicrl {
namespace {

constexpr double ringReach = 10.0;   // pixels around a ring that count as a click on it
constexpr double pointReach = 12.0;  // pixels within which a point tells its values

QCPCurve* addCurve(QCustomPlot& plot, const std::vector<QPointF>& points, const QPen& pen) {
    const QCPAxis& x = *plot.xAxis;
    const QCPAxis& y = *plot.yAxis;
    const double perX = x.range().size() / std::max(1, x.axisRect()->width());
    const double perY = y.range().size() / std::max(1, y.axisRect()->height());
    auto* curve = new QCPCurve(plot.xAxis, plot.yAxis);
    double order = 0.0;
    for (const QPointF& point : decimatedToPixels(points, perX, perY)) {
        curve->addData(order, point.x(), point.y());
        order += 1.0;
    }
    curve->setPen(pen);
    curve->removeFromLegend();
    return curve;
}

bool isWhole(const QPointF& point) { return std::isfinite(point.x()) && std::isfinite(point.y()); }

std::vector<QPointF> wholeOnes(const std::vector<QPointF>& points) {
    std::vector<QPointF> whole;
    std::copy_if(points.begin(), points.end(), std::back_inserter(whole), isWhole);
    return whole;
}

std::vector<QPointF> paired(const std::vector<double>& x, const std::vector<double>& y) {
    std::vector<QPointF> points;
    points.reserve(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        points.emplace_back(x[i], y[i]);
    }
    return points;
}

}  // namespace

RewardKlPlot::RewardKlPlot(QWidget* parent)
    : PlotFrame(parent), reward_(rewardChoices().front()), kl_(klChoices().front()) {
    setAccessibleName(tr("Reward against KL"));
    setAxes(reward_, kl_);
}

void RewardKlPlot::setAxes(MetricChoice reward, MetricChoice kl) {
    reward_ = std::move(reward);
    kl_ = std::move(kl);
    setCornerTexts(reward_.name + QStringLiteral(", ") + reward_.unit, kl_.name + QStringLiteral(", ") + kl_.unit);
    refreshLater();
}

std::vector<QPointF> RewardKlPlot::rawPoints(const RunSeries& run) const {
    return paired(metricValues(run.rows, kl_.key), metricValues(run.rows, reward_.key));
}

std::vector<QPointF> RewardKlPlot::smoothPoints(const RunSeries& run) const {
    const double weight = smoothingFor(wholeOnes(rawPoints(run)).size());
    return paired(smoothed(metricValues(run.rows, kl_.key), weight), smoothed(metricValues(run.rows, reward_.key), weight));
}

void RewardKlPlot::draw() {
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

void RewardKlPlot::drawRun(const RunSeries& run) {
    const QColor color = runColor(run);
    const std::vector<QPointF> steps = wholeOnes(rawPoints(run));
    if (smoothingFor(steps.size()) > 0.0) {
        QColor faint = color;
        faint.setAlphaF(0.4F);
        QCPCurve* dots = addCurve(plot(), steps, Qt::NoPen);
        dots->setLineStyle(QCPCurve::lsNone);
        dots->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, faint, faint, 3.5));
    }
    QCPCurve* line = addCurve(plot(), wholeOnes(smoothPoints(run)), QPen(color, isSelected(run) ? 2.4 : 1.8));
    line->setName(run.name);
    line->addToLegend();
    drawPlaces(rings(run), QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(color, 2.0), QBrush(theme().card), 9));
    if (isSelected(run)) {
        std::vector<std::int64_t> alarms;
        for (const AlarmMark& alarm : run.alarms) {
            alarms.push_back(alarm.step);
        }
        const QPen edge(theme().card, 1.0);
        drawPlaces(placesOf(run, alarms), QCPScatterStyle(QCPScatterStyle::ssTriangle, edge, QBrush(theme().bad), 13));
    }
}

void RewardKlPlot::drawPlaces(const std::vector<Ring>& places, const QCPScatterStyle& style) {
    auto* curve = new QCPCurve(plot().xAxis, plot().yAxis);
    double order = 0.0;
    for (const Ring& place : places) {
        curve->addData(order, plot().xAxis->pixelToCoord(place.pixel.x()), plot().yAxis->pixelToCoord(place.pixel.y()));
        order += 1.0;
    }
    curve->setLineStyle(QCPCurve::lsNone);
    curve->setScatterStyle(style);
    curve->removeFromLegend();
}

std::vector<RewardKlPlot::Ring> RewardKlPlot::placesOf(const RunSeries& run, const std::vector<std::int64_t>& steps) const {
    std::vector<Ring> result;
    const std::vector<QPointF> points = smoothPoints(run);
    for (const std::int64_t step : steps) {
        std::optional<QPointF> at;  // the row of step 0 has no KL, that of an alarm's step perhaps no held-out value
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (isWhole(points[i])) {
                at = points[i];
                if (run.rows[i].step >= step) {
                    break;
                }
            }
        }
        if (at) {
            result.push_back({run.id, step, {plot().xAxis->coordToPixel(at->x()), plot().yAxis->coordToPixel(at->y())}});
        }
    }
    return result;
}

std::optional<RewardKlPlot::Ring> RewardKlPlot::ringAt(const QPointF& pixel) const {
    std::optional<Ring> nearest;
    double reach = ringReach;
    for (const RunSeries& run : runs()) {
        for (const Ring& ring : rings(run)) {
            const double distance = std::hypot(ring.pixel.x() - pixel.x(), ring.pixel.y() - pixel.y());
            if (distance <= reach) {
                reach = distance;
                nearest = ring;
            }
        }
    }
    return nearest;
}

std::optional<QPointF> RewardKlPlot::ringPosition(const QString& runId, std::int64_t step) const {
    for (const RunSeries& run : runs()) {
        for (const Ring& ring : run.id == runId ? rings(run) : std::vector<Ring>{}) {
            if (ring.step == step) {
                return ring.pixel + QPointF(plot().pos());
            }
        }
    }
    return std::nullopt;
}

int RewardKlPlot::drawnPoints() const {
    int count = 0;
    for (int i = 0; i < plot().plottableCount(); ++i) {
        const auto* curve = qobject_cast<QCPCurve*>(plot().plottable(i));
        count += curve != nullptr && curve->lineStyle() == QCPCurve::lsLine ? curve->dataCount() : 0;
    }
    return count;
}

void RewardKlPlot::clickedAt(const QPointF& pixel) {
    if (const auto ring = ringAt(pixel)) {
        emit pointClicked(ring->runId, ring->step);
    }
}

QString RewardKlPlot::textAt(const QPointF& pixel) const {
    QString text;
    double reach = pointReach;
    for (const RunSeries& run : runs()) {
        const std::vector<QPointF> points = smoothPoints(run);
        for (std::size_t i = 0; i < points.size(); ++i) {
            const double distance = std::hypot(plot().xAxis->coordToPixel(points[i].x()) - pixel.x(),
                                               plot().yAxis->coordToPixel(points[i].y()) - pixel.y());
            if (distance < reach) {
                reach = distance;
                text = tr("%1 · step %2 · %3 %4 · KL %5 nats")
                           .arg(run.name).arg(run.rows[i].step).arg(reward_.name)
                           .arg(metricValue(run.rows[i], reward_.key), 0, 'f', 3)
                           .arg(metricValue(run.rows[i], kl_.key), 0, 'f', 2);
            }
        }
        for (const AlarmMark& alarm : isSelected(run) ? run.alarms : std::vector<AlarmMark>{}) {
            const std::vector<Ring> place = placesOf(run, {alarm.step});
            if (!place.empty() && std::hypot(place[0].pixel.x() - pixel.x(), place[0].pixel.y() - pixel.y()) < pointReach) {
                return tr("%1 · %2").arg(run.name, alarm.text);
            }
        }
    }
    return text;
}

PlotFrame::Extent RewardKlPlot::extentX() const {
    Extent extent;
    for (const RunSeries& run : runs()) {
        for (const QPointF& point : rawPoints(run)) {
            extent.include(point.x());
        }
    }
    if (!extent.empty) {
        extent.include(0.0);
    }
    return extent;
}

PlotFrame::Extent RewardKlPlot::extentY() const {
    Extent extent;
    for (const RunSeries& run : runs()) {
        for (const QPointF& point : rawPoints(run)) {
            extent.include(point.y());
        }
    }
    return extent;
}

}  // namespace musicrl
