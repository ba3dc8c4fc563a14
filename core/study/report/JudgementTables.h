// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/Csv.h"
#include "study/StudyResults.h"

#include <map>

namespace musicrl {

/// How the report calls each rater, "rater 1" and so on, by pseudonym.
using RaterNames = std::map<std::string, std::string>;

/// Every judgement that stands, a row a question: enough to work out every number of the report anew. No names, nor
/// ids that come of names (trials are numbered), no times of day ("order" counts the moments at which judgements were
/// given, the same for those of one second), and nothing that raters typed.
[[nodiscard]] CsvTable judgementsTable(const RevealedStudy& study, const StudyResults& results,
                                       const RaterNames& raters);

/// What raters typed, word by word, a row a note and a row a mark: it may name people.
[[nodiscard]] CsvTable notesTable(const RevealedStudy& study, const RaterNames& raters);
[[nodiscard]] CsvTable marksTable(const RevealedStudy& study, const RaterNames& raters);

}  // namespace musicrl
