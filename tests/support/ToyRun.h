// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/Finetuner.h"
#include "run/MetricsLog.h"
#include "support/CountingReward.h"
#include "support/FakeGenerator.h"

#include <memory>
#include <string>
#include <vector>

namespace musicrl {

/// Six steps that take a moment.
inline Recipe toyRecipe() {
    Recipe recipe;
    recipe.rewardWeights = {{"mulan", 1.0}};
    recipe.alpha = 0.01;
    recipe.steps = 6;
    recipe.batchClips = 4;
    recipe.clipSeconds = 1.0;
    recipe.learningRate = 0.02;
    recipe.valueLearningRate = 0.02;
    recipe.valueWarmupSteps = 1;
    recipe.checkpointEvery = 2;
    recipe.sampleEvery = 2;
    recipe.samplePrompts = 2;
    recipe.seed = 5;
    recipe.device = "cpu";
    return recipe;
}

inline std::vector<Prompt> promptsNamed(const std::string& name, int count) {
    std::vector<Prompt> prompts;
    for (int i = 0; i < count; ++i) {
        prompts.push_back({.id = name + std::to_string(i), .text = name + std::string(static_cast<std::size_t>(i + 1), '!')});
    }
    return prompts;
}

inline std::unique_ptr<RewardModel> countZeros(const std::map<std::string, double>& weights) {
    return std::make_unique<CountingReward>(0, weights.at("mulan"));
}

/// A run with the fakes; the generator outlives it.
struct ToyRun {
    FakeGenerator generator{3};
    RewardFactory reward = countZeros;
    const Policy* start = nullptr;  ///< nullptr: the generator's own
    ProcessGroup group = {};

    [[nodiscard]] Finetuner finetuner(const RunDirectory& run) const {
        return Finetuner({.generator = generator,
                          .start = start == nullptr ? generator.policy() : *start,
                          .reward = reward,
                          .prompts = promptsNamed("learn", 9),
                          .samplePrompts = promptsNamed("sample", 3),
                          .modelName = "fake",
                          .modelHash = "0",
                          .group = group},
                         run);
    }
    void run(const RunDirectory& directory, const JobContext& context = {}) const { finetuner(directory).run(context); }
    void resume(const RunDirectory& directory, const JobContext& context = {}) const {
        Finetuner finetuner = this->finetuner(directory);
        finetuner.resume();
        finetuner.run(context);
    }
};

}  // namespace musicrl
