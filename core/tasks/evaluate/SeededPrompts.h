// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/Prompt.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

struct SeededPromptsConfig {
    std::filesystem::path file;  ///< see readPrompts
    std::int64_t prompts = 0;    ///< so many of them, taken evenly, since a file often goes by genre; 0: all
    std::int64_t copies = 1;     ///< of each prompt, with seeds and ids of their own
    double clipSeconds = 5.0;
    std::uint64_t seed = 1;
    std::string stream;  ///< purpose, so that two uses of a prompt do not share seeds
};

/// Fixed prompts with fixed seeds: all first copies, then all second ones ("<id>-2"), ... Clips made of them by
/// different models can be compared in pairs. \throws Error(NotFound), Error(BadInput)
[[nodiscard]] std::vector<Prompt> seededPrompts(const SeededPromptsConfig& config);

}  // namespace musicrl
