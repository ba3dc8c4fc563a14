// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyResults.h"
#include "widgets/plots/AccuracyBars.h"
#include "widgets/plots/IntervalPlot.h"
#include "widgets/plots/WinBars.h"
#include "widgets/plots/WinMatrixView.h"

#include <QString>
#include <QStringList>
#include <vector>

namespace musicrl {

/// In which numbers strengths are shown.
enum class StrengthScale { Davidson, BradleyTerry, Elo };

[[nodiscard]] QStringList modelNames(const StudyResults& results);
[[nodiscard]] std::vector<WinCell> winCellsOf(const QuestionResults& question);
[[nodiscard]] std::vector<WinBar> winBarsOf(const StudyResults& results, const QuestionResults& question);
[[nodiscard]] std::vector<IntervalRow> strengthRowsOf(const StudyResults& results, const QuestionResults& question,
                                                      StrengthScale scale);
/// Mean scores, 1 to 5; empty where clips were not scored by themselves.
[[nodiscard]] std::vector<IntervalRow> meanRowsOf(const StudyResults& results, const QuestionResults& question);
[[nodiscard]] std::vector<IntervalRow> abxRowsOf(const StudyResults& results, const QuestionResults& question);
[[nodiscard]] std::vector<IntervalRow> biasRowsOf(const QuestionResults& question);
[[nodiscard]] std::vector<AccuracyBar> signalBarsOf(const QuestionResults& question);

/// What intervals mean here, honest about few raters.
[[nodiscard]] QString intervalText(const StudyResults& results, const QuestionResults& question);
/// "Krippendorff's α of preferences 0.41 (0.30 to 0.52): …"
[[nodiscard]] QString agreementText(const StudyResults& results, const QuestionResults& question);
/// Whether a ranking makes sense: circles among the models, if there are any.
[[nodiscard]] QString cycleText(const StudyResults& results, const QuestionResults& question);
/// How far the comparisons are decided: "4 of 6 pairs are decided …"
[[nodiscard]] QString decisionText(const QuestionResults& question);

/// A row of the table of raters, as it is read.
struct RaterRow {
    QString rater;
    QString judgements;
    QString agreement;
    QString repeats;
    QString gold;
    QString seconds;
    bool excluded = false;
    QString hint;  ///< why
};
[[nodiscard]] std::vector<RaterRow> raterRowsOf(const StudyResults& results);

}  // namespace musicrl
