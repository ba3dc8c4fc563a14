// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/Prompt.h"

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// A prompt with the facts that it names, so that a clip can be measured against them.
struct EvaluationPrompt {
    Prompt prompt;
    std::string genre;       ///< such as "bossa nova"
    std::string tempo;       ///< "slow" (below 85 BPM), "medium" (85 to 125) or "fast" (above 125)
    std::string instrument;  ///< the one in front, such as "electric piano"
    std::string form;        ///< "tags", "sentence" or "sentences"
};

/// Reads a prompt file (see readPrompts) whose prompts have all four facts, such as resources/prompts/eval101.jsonl.
/// \throws Error(NotFound), Error(BadInput) with file, line, reason and what to do
[[nodiscard]] std::vector<EvaluationPrompt> readEvaluationPrompts(const std::filesystem::path& path);

}  // namespace musicrl
