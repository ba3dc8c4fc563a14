// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/plots/FigureTable.h"

#include <QString>
#include <memory>

class QCustomPlot;

namespace musicrl {

/// A reward against KL or step: a line through the checkpoints of each run, bars for the interval of each mean, and a
/// black cross where RU starts. \see figures 4, 5, 7 and 8 of the paper
[[nodiscard]] std::unique_ptr<QCustomPlot> drawCurves(const FigureTable& table, const QString& xLabel,
                                                      const QString& yLabel);

/// Side by side: a bar a pair of models, from left to right the first's wins, ties and the second's wins, each model in
/// its colour, with the win rate and its interval beside it. \see figure 1 of the paper
[[nodiscard]] std::unique_ptr<QCustomPlot> drawWins(const FigureTable& table);

/// The same of a listening study, whose models have any names: the first's wins are blue, the second's orange.
[[nodiscard]] std::unique_ptr<QCustomPlot> drawStudyWins(const FigureTable& table);

/// Estimates with their intervals, one below the other: a dot and a bar for each row's "low" to "high".
/// \param name, value  columns  \param factor  values are shown times this  \param mark  a dotted line, such as at chance
[[nodiscard]] std::unique_ptr<QCustomPlot> drawEstimates(const FigureTable& table, const std::string& name,
                                                         const std::string& value, double factor, double mark,
                                                         const QString& xLabel);

/// Accuracy of preference models by epoch, and of rewards that never saw a vote as dashed lines. \see figure 6
[[nodiscard]] std::unique_ptr<QCustomPlot> drawAccuracy(const FigureTable& table);

}  // namespace musicrl
