// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/Prompt.h"
#include "rl/PromptOrder.h"
#include "run/Recipe.h"

#include <cstdint>
#include <vector>

namespace musicrl {

/// The prompts of each step's clips, with the run's duration and a seed for each clip. Clips of one prompt, where the
/// algorithm compares such, stand beside each other.
class PromptBatches {
public:
    /// \throws Error(BadInput) when there is no prompt
    PromptBatches(std::vector<Prompt> prompts, const Recipe& recipe);

    /// \param step  from 1
    /// \return      the recipe's batch of clips
    [[nodiscard]] std::vector<Prompt> batchOf(std::int64_t step) const;

private:
    std::vector<Prompt> prompts_;
    std::size_t clipsOfAPrompt_;
    double clipSeconds_;
    std::uint64_t seed_;
    PromptOrder order_;
};

/// The first prompts of the file, as many as the recipe samples, with its duration and a seed that stays the same for the
/// whole run.
[[nodiscard]] std::vector<Prompt> fixedPrompts(std::vector<Prompt> prompts, const Recipe& recipe);

}  // namespace musicrl
