// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyResults.h"

namespace musicrl {

/// What raters typed: notes and marks. Left out, those of an earlier report in the same folder go too.
enum class TypedTexts { LeftOut, Included };

/// Writes a sealed study's report into a folder, each file atomically:
///
///     report.md         methods text, who was left out and why, the tables
///     results.json      every number
///     models.csv pairs.csv raters.csv biases.csv signals.csv questions.csv abx.csv opinions.csv   those that apply
///     judgements.csv    every judgement that stands, a line a question: raters as numbers, nothing that they typed
///     notes.csv marks.csv   what they typed, where \p typed says so: it may name people
///     figures/*.csv     what "musicrl-workbench --figures" draws: study-wins, study-strengths, study-signals
///
/// \return the files, report.md first  \throws Error(Io)
std::vector<std::filesystem::path> writeStudyReport(const RevealedStudy& study, const StudyResults& results,
                                                    const std::filesystem::path& folder,
                                                    TypedTexts typed = TypedTexts::LeftOut);

/// Everything as JSON; what is not known is null. \see docs/file-formats.md
[[nodiscard]] Json toJson(const StudyResults& results);

/// Three paragraphs for a methods section: design and what was done of it; playback, raters and screening; statistics.
[[nodiscard]] std::string methodsText(const RevealedStudy& study, const StudyResults& results);

}  // namespace musicrl
