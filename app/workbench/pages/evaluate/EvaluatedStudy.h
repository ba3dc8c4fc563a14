// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyResults.h"

#include <memory>

namespace musicrl {

/// A sealed study with all that it says.
struct EvaluatedStudy {
    RevealedStudy study;
    ClipSignals signals;
    StudyResults results;
};

/// One question of a study: what the cards of the Evaluate page show.
struct EvaluatedQuestion {
    std::shared_ptr<const EvaluatedStudy> study;
    std::size_t index = 0;  ///< into the results' questions

    [[nodiscard]] const StudyResults& results() const { return study->results; }
    [[nodiscard]] const QuestionResults& question() const { return study->results.questions.at(index); }
    [[nodiscard]] const std::string& id() const { return question().question.id; }
};

}  // namespace musicrl
