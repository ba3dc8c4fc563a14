// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <memory>
#include <qcustomplot.h>
#include <string>

namespace musicrl {

/// How figures show a model (or a reward, which has the colour of the run that learns from it alone): the same in all
/// of them, told apart by colour-blind eyes and by the marker alone.
/// \see Okabe and Ito, "Color universal design", 2008
struct ModelStyle {
    QString label;
    QColor color;
    QCPScatterStyle::ScatterShape marker = QCPScatterStyle::ssDisc;
};

/// \param model  "base", "mulan", "quality", "r", "u", "ru", "joint"; others are grey
[[nodiscard]] ModelStyle modelStyle(const std::string& model);

/// An empty plot for paper: light, framed, labelled axes, a faint grid, its legend above the axes where it covers
/// nothing. Sizes are for a figure of 380 pixels, printed one column wide.
/// \param legendColumns  entries side by side
[[nodiscard]] std::unique_ptr<QCustomPlot> makePrintPlot(const QString& xLabel, const QString& yLabel,
                                                         int legendColumns);

/// The font of everything but the axes' names.
[[nodiscard]] QFont printFont();

/// A legend entry of its own: a filled square.
void addLegendSquare(QCustomPlot& plot, const QString& name, const QColor& color);

/// Vertical bars from \p below to \p above each of the data's values.
template <typename Plottable>
void addErrorBars(QCustomPlot& plot, Plottable& data, const QVector<double>& below, const QVector<double>& above,
                  QColor color) {
    auto* bars = new QCPErrorBars(plot.xAxis, plot.yAxis);
    color.setAlphaF(0.55F);
    bars->setPen(QPen(color, 1.0));
    bars->setWhiskerWidth(3.0);
    bars->setSymbolGap(0.0);
    bars->setDataPlottable(&data);
    bars->setData(below, above);
    bars->removeFromLegend();
}

}  // namespace musicrl
