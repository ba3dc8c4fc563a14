// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/evaluate/SeededPrompts.h"

#include "base/Random.h"
#include "record/PromptSet.h"

#include <algorithm>

namespace musicrl {

std::vector<Prompt> seededPrompts(const SeededPromptsConfig& config) {
    const std::vector<Prompt> all = readPrompts(config.file);
    const std::size_t count =
        config.prompts < 1 ? all.size() : std::min(all.size(), static_cast<std::size_t>(config.prompts));
    std::vector<Prompt> prompts;
    for (std::int64_t copy = 1; copy <= config.copies; ++copy) {
        const std::string stream = config.stream + " " + std::to_string(copy);
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t index = i * all.size() / count;
            Prompt prompt = all[index];
            if (copy > 1) {
                prompt.id.append("-").append(std::to_string(copy));
            }
            prompt.seed = deriveSeed(config.seed, stream, index) % 1000000;  // short enough to be typed again
            prompt.durationSeconds = config.clipSeconds;
            prompts.push_back(std::move(prompt));
        }
    }
    return prompts;
}

}  // namespace musicrl
