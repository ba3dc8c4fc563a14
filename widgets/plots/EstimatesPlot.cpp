// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/PrintPlot.h"
#include "widgets/plots/ReportPlots.h"

#include <cmath>

namespace musicrl {
namespace {

const QColor dotColor("#0072b2");

/// The bar of one row's interval, without ends where there is none.
void addInterval(QCustomPlot& plot, double place, double low, double high) {
    if (!std::isfinite(low) || !std::isfinite(high)) {
        return;
    }
    auto* line = new QCPItemLine(&plot);
    line->start->setCoords(low, place);
    line->end->setCoords(high, place);
    line->setPen(QPen(dotColor, 2.0));
    line->setHead(QCPLineEnding(QCPLineEnding::esBar, 6, 6));
    line->setTail(QCPLineEnding(QCPLineEnding::esBar, 6, 6));
}

void addMark(QCustomPlot& plot, double mark, double top) {
    auto* line = new QCPItemLine(&plot);
    line->start->setCoords(mark, 0.4);
    line->end->setCoords(mark, top);
    line->setPen(QPen(Qt::black, 1.0, Qt::DotLine));
}

}  // namespace

std::unique_ptr<QCustomPlot> drawEstimates(const FigureTable& table, const std::string& name, const std::string& value,
                                           double factor, double mark, const QString& xLabel) {
    auto plot = makePrintPlot(xLabel, QString(), 1);
    plot->legend->setVisible(false);
    QCPGraph* dots = plot->addGraph();
    dots->setLineStyle(QCPGraph::lsNone);
    dots->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, dotColor, 8));
    const QSharedPointer<QCPAxisTickerText> names(new QCPAxisTickerText);
    QCPRange range(mark, mark);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto place = static_cast<double>(table.rows() - row);
        names->addTick(place, modelStyle(table.text(row, name)).label);
        dots->addData(factor * table.number(row, value), place);
        for (const std::string& column : {value, std::string("low"), std::string("high")}) {
            const double at = factor * table.number(row, column);
            if (std::isfinite(at)) {
                range.expand(at);
            }
        }
        addInterval(*plot, place, factor * table.number(row, "low"), factor * table.number(row, "high"));
    }
    const double top = static_cast<double>(table.rows()) + 0.6;
    addMark(*plot, mark, top);
    const double margin = 0.08 * std::max(range.size(), 1e-6);
    plot->xAxis->setRange(range.lower - margin, range.upper + margin);
    plot->yAxis->setRange(0.4, top);
    plot->yAxis->setTicker(names);
    plot->yAxis->setTickLength(0, 0);
    plot->yAxis->grid()->setVisible(false);
    return plot;
}

}  // namespace musicrl
