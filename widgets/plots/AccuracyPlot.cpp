// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/PrintPlot.h"
#include "widgets/plots/ReportPlots.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace musicrl {
namespace {

ModelStyle variantStyle(const std::string& name) {
    static const std::map<std::string, ModelStyle> styles = {
        {"full", {QStringLiteral("whole clip, text"), modelStyle("u").color, QCPScatterStyle::ssSquare}},
        {"no-text", {QStringLiteral("no text"), QColor("#8c510a"), QCPScatterStyle::ssTriangle}},
        {"half", {QStringLiteral("half the clip"), QColor("#7a7a00"), QCPScatterStyle::ssDiamond}},
        {"quarter", {QStringLiteral("a quarter"), QColor("#01665e"), QCPScatterStyle::ssTriangleInverted}},
        {"scratch", {QStringLiteral("from scratch"), QColor("#777777"), QCPScatterStyle::ssCircle}}};
    const auto found = styles.find(name);
    return found != styles.end() ? found->second : modelStyle(name);
}

QCPGraph* addLine(QCustomPlot& plot, const QString& name, const QPen& pen) {
    QCPGraph* graph = plot.addGraph();
    graph->setName(name);
    graph->setPen(pen);
    return graph;
}

void addVariant(QCustomPlot& plot, const FigureTable& table, const std::string& name) {
    const ModelStyle style = variantStyle(name);
    QCPGraph* graph = addLine(plot, style.label, QPen(style.color, name == "full" ? 2.2 : 1.6));
    graph->setScatterStyle(QCPScatterStyle(style.marker, QPen(style.color, 1.4), QBrush(style.color), 6));
    QVector<double> errors;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (table.text(row, "model") == name && std::isfinite(table.number(row, "accuracy"))) {
            graph->addData(table.number(row, "epoch"), 100.0 * table.number(row, "accuracy"));
            errors.push_back(100.0 * table.number(row, "standard_error"));
        }
    }
    if (name == "full") {  // the others' are alike, and would hide each other
        addErrorBars(plot, *graph, errors, errors, style.color);
    }
}

void addConstant(QCustomPlot& plot, const QString& name, double percent, const QPen& pen, double lastEpoch) {
    QCPGraph* line = addLine(plot, name, pen);
    line->addData(0.5, percent);
    line->addData(lastEpoch + 0.5, percent);
}

}  // namespace

std::unique_ptr<QCustomPlot> drawAccuracy(const FigureTable& table) {
    auto plot = makePrintPlot(QStringLiteral("Epoch over the training votes"),
                              QStringLiteral("Held-out simulated votes foretold (%)"), 3);
    double last = 1.0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const double epoch = table.number(row, "epoch");
        last = std::isfinite(epoch) ? std::max(last, epoch) : last;
    }
    for (const std::string& name : table.distinct("model")) {
        if (name != "mulan" && name != "quality") {
            addVariant(*plot, table, name);
        }
    }
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::string& name = table.text(row, "model");
        if (name == "mulan" || name == "quality") {
            addConstant(*plot, modelStyle(name).label + QStringLiteral(" alone"), 100.0 * table.number(row, "accuracy"),
                        QPen(modelStyle(name).color, 1.6, Qt::DashLine), last);
        }
    }
    addConstant(*plot, QStringLiteral("chance"), 50.0, QPen(Qt::black, 1.0, Qt::DotLine), last);
    plot->rescaleAxes();
    plot->xAxis->setRange(0.5, last + 0.5);
    plot->yAxis->scaleRange(1.1);
    const QSharedPointer<QCPAxisTickerFixed> whole(new QCPAxisTickerFixed);
    whole->setTickStep(std::max(1.0, std::floor(last / 8.0)));
    plot->xAxis->setTicker(whole);
    return plot;
}

}  // namespace musicrl
