// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/Generator.h"
#include "record/ClipRecipe.h"
#include "record/Prompt.h"
#include "reward/RewardModel.h"
#include "tensor/ProcessGroup.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace musicrl {

/// A reward model with these weights of its terms; called again when they are changed during a run.
/// \throws Error(BadInput) for a term that it does not know
using RewardFactory = std::function<std::unique_ptr<RewardModel>(const std::map<std::string, double>& weights)>;

/// What a run is made from, besides its recipe.
struct FinetuneParts {
    const Generator& generator;         ///< outlives the run
    const Policy& start;                ///< where policy and value network start; copied
    const Policy* reference = nullptr;  ///< of the KL where that is not the start; the generator's own for "base", else copied
    RewardFactory reward;
    std::vector<Prompt> prompts;        ///< to learn from: their texts
    std::vector<Prompt> samplePrompts;  ///< the fixed prompts: ids and texts
    std::string modelName;
    std::string modelHash;
    ProcessGroup group = {};            ///< the processes that learn together
};

/// What the records of a run's clips share.
[[nodiscard]] ClipRecipe originOf(const FinetuneParts& parts);

}  // namespace musicrl
