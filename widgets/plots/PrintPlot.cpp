// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/PrintPlot.h"

#include <map>

namespace musicrl {
namespace {

const QColor ink("#222222");
const QColor grid("#e6e6e6");

void dressAxis(QCPAxis& axis, const QString& label) {
    QFont name = printFont();
    name.setPixelSize(12);
    axis.setLabel(label);
    axis.setLabelFont(name);
    axis.setLabelColor(ink);
    axis.setLabelPadding(4);
    axis.setTickLabelFont(printFont());
    axis.setTickLabelColor(ink);
    axis.setTickLabelPadding(4);
    axis.setBasePen(QPen(ink, 1.0));
    axis.setTickPen(QPen(ink, 1.0));
    axis.setTickLength(0, 4);
    axis.setSubTicks(false);
    axis.ticker()->setTickCount(5);
    axis.setNumberFormat(QStringLiteral("g"));
    axis.setNumberPrecision(6);
    axis.grid()->setPen(QPen(grid, 1.0));
    axis.grid()->setZeroLinePen(QPen(grid, 1.0));
}

void putLegendAbove(QCustomPlot& plot, int columns) {
    QCPLegend* legend = plot.legend;
    plot.axisRect()->insetLayout()->take(legend);
    plot.plotLayout()->insertRow(0);
    plot.plotLayout()->addElement(0, 0, legend);
    plot.plotLayout()->setRowStretchFactor(0, 0.001);
    plot.plotLayout()->setRowSpacing(2);
    legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    legend->setWrap(columns);
    legend->setFont(printFont());
    legend->setTextColor(ink);
    legend->setBorderPen(Qt::NoPen);
    legend->setBrush(Qt::NoBrush);
    legend->setIconSize(18, 14);
    legend->setIconTextPadding(4);
    legend->setMargins(QMargins(6, 2, 2, 0));
    legend->setColumnSpacing(8);
    legend->setRowSpacing(0);
    legend->setVisible(true);
}

}  // namespace

ModelStyle modelStyle(const std::string& model) {
    static const std::map<std::string, ModelStyle> styles = {
        {"base", {QStringLiteral("base"), QColor("#4d4d4d"), QCPScatterStyle::ssDisc}},
        {"mulan", {QStringLiteral("MuLan"), QColor("#56b4e9"), QCPScatterStyle::ssTriangle}},
        {"quality", {QStringLiteral("Quality"), QColor("#009e73"), QCPScatterStyle::ssTriangleInverted}},
        {"r", {QStringLiteral("R"), QColor("#0072b2"), QCPScatterStyle::ssDisc}},
        {"u", {QStringLiteral("U"), QColor("#e69f00"), QCPScatterStyle::ssSquare}},
        {"ru", {QStringLiteral("RU"), QColor("#d55e00"), QCPScatterStyle::ssDiamond}},
        {"joint", {QStringLiteral("Joint"), QColor("#cc79a7"), QCPScatterStyle::ssPlusSquare}}};
    const auto found = styles.find(model);
    return found != styles.end() ? found->second : ModelStyle{QString::fromStdString(model), QColor("#777777")};
}

QFont printFont() {
    QFont font;
    font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans")});
    font.setPixelSize(11);
    return font;
}

std::unique_ptr<QCustomPlot> makePrintPlot(const QString& xLabel, const QString& yLabel, int legendColumns) {
    auto plot = std::make_unique<QCustomPlot>();
    plot->setBackground(QBrush(Qt::white));
    plot->axisRect()->setupFullAxesBox(true);
    dressAxis(*plot->xAxis, xLabel);
    dressAxis(*plot->yAxis, yLabel);
    for (QCPAxis* axis : {plot->xAxis2, plot->yAxis2}) {
        axis->setBasePen(QPen(ink, 1.0));
        axis->setTicks(false);
    }
    plot->axisRect()->setMinimumMargins(QMargins(4, 4, 10, 4));
    putLegendAbove(*plot, legendColumns);
    return plot;
}

void addLegendSquare(QCustomPlot& plot, const QString& name, const QColor& color) {
    QCPGraph* graph = plot.addGraph();
    graph->setName(name);
    graph->setLineStyle(QCPGraph::lsNone);
    graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssSquare, color, color, 9));
}

}  // namespace musicrl
