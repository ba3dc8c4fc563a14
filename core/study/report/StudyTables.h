// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/Csv.h"
#include "study/StudyResults.h"

#include <map>
#include <string>

namespace musicrl {

/// The report's tables by file name without extension: models, pairs, biases, signals, questions, abx, opinions,
/// raters; those with a row. One row a question and model, pair, ...; a number that is not known is an empty field.
/// \param json  of the results; raters as the report calls them
[[nodiscard]] std::map<std::string, CsvTable> studyTables(const Json& json);

/// What the figures show, of the first question: study-wins (first, second, wins, ties, losses, win_rate, low, high,
/// simulated), study-strengths (model, value, low, high), study-signals (signal, accuracy, low, high).
[[nodiscard]] std::map<std::string, CsvTable> studyFigureTables(const StudyResults& results);

}  // namespace musicrl
