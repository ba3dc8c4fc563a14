// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/PromptBatches.h"

#include "base/Error.h"
#include "base/Random.h"

#include <algorithm>

namespace musicrl {

PromptBatches::PromptBatches(std::vector<Prompt> prompts, const Recipe& recipe)
    : prompts_(std::move(prompts)),
      clipsOfAPrompt_(static_cast<std::size_t>(groupSize(recipe))),
      clipSeconds_(recipe.clipSeconds),
      seed_(recipe.seed),
      order_(prompts_.size(), static_cast<std::size_t>(recipe.batchClips) / clipsOfAPrompt_, recipe.seed) {
    if (prompts_.empty()) {
        throw Error(ErrorKind::BadInput, "There is no prompt to learn from.");
    }
}

std::vector<Prompt> PromptBatches::batchOf(std::int64_t step) const {
    const std::uint64_t seedOfStep = deriveSeed(seed_, "rollouts", static_cast<std::uint64_t>(step));
    std::vector<Prompt> result;
    for (const std::size_t index : order_.batchOf(step)) {
        for (std::size_t clip = 0; clip < clipsOfAPrompt_; ++clip) {
            Prompt prompt = prompts_[index];
            prompt.durationSeconds = clipSeconds_;
            prompt.seed = deriveSeed(seedOfStep, "clip", result.size());
            result.push_back(std::move(prompt));
        }
    }
    return result;
}

std::vector<Prompt> fixedPrompts(std::vector<Prompt> prompts, const Recipe& recipe) {
    prompts.resize(std::min(prompts.size(), static_cast<std::size_t>(recipe.samplePrompts)));
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        prompts[i].durationSeconds = recipe.clipSeconds;
        prompts[i].seed = deriveSeed(recipe.seed, "sample", i) % 1000000;  // short enough to be typed again
    }
    return prompts;
}

}  // namespace musicrl
