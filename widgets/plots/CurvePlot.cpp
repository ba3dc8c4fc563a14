// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/PrintPlot.h"
#include "widgets/plots/ReportPlots.h"

#include <cmath>

namespace musicrl {
namespace {

constexpr const char* startName = "start ru";

void addCurve(QCustomPlot& plot, const FigureTable& table, const std::string& run) {
    const ModelStyle style = modelStyle(run);
    auto* curve = new QCPCurve(plot.xAxis, plot.yAxis);  // against KL, a line may run back
    QVector<double> below;
    QVector<double> above;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const double x = table.number(row, "x");
        const double value = table.number(row, "value");
        if (table.text(row, "run") == run && std::isfinite(x) && std::isfinite(value)) {
            curve->addData(static_cast<double>(below.size()), x, value);
            below.push_back(value - table.number(row, "low"));
            above.push_back(table.number(row, "high") - value);
        }
    }
    curve->setName(style.label);
    curve->setPen(QPen(style.color, 1.8));
    curve->setScatterStyle(QCPScatterStyle(style.marker, QPen(style.color, 1.4), QBrush(style.color), 6));
    addErrorBars(plot, *curve, below, above, style.color);
}

void addStart(QCustomPlot& plot, const FigureTable& table) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (table.text(row, "run") == startName) {
            QCPGraph* cross = plot.addGraph();
            cross->addData(table.number(row, "x"), table.number(row, "value"));
            cross->setName(QStringLiteral("start RU"));
            cross->setLineStyle(QCPGraph::lsNone);
            cross->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCross, QPen(Qt::black, 2.2), Qt::NoBrush, 10));
        }
    }
}

}  // namespace

std::unique_ptr<QCustomPlot> drawCurves(const FigureTable& table, const QString& xLabel, const QString& yLabel) {
    auto plot = makePrintPlot(xLabel, yLabel, 4);
    for (const std::string& run : table.distinct("run")) {
        if (run != startName) {
            addCurve(*plot, table, run);
        }
    }
    addStart(*plot, table);
    plot->rescaleAxes();
    plot->xAxis->scaleRange(1.06);
    plot->yAxis->scaleRange(1.08);
    return plot;
}

}  // namespace musicrl
