// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/Recipe.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "base/Paths.h"
#include "base/Toml.h"

#include <algorithm>

namespace musicrl {
namespace {

constexpr std::int64_t manySteps = 1'000'000;

/// The terms that a reward can be mixed from, with the range of their weights.
std::map<std::string, double> weightsFromJson(const Json& json, const std::string& where) {
    std::map<std::string, double> weights;
    Fields fields(json, where + ", [rewards]");
    for (const char* term : {"mulan", "quality"}) {
        double weight = 0.0;
        fields.number(term, weight, 0.0, 100.0);
        if (weight > 0.0) {
            weights[term] = weight;
        }
    }
    fields.finish();
    if (weights.empty()) {
        throw Error(ErrorKind::BadInput, where + ": at least one weight under [rewards] must be above 0 (mulan, quality).");
    }
    return weights;
}

void readStart(Fields& fields, Recipe& recipe) {
    fields.text("name", recipe.name);
    fields.text("description", recipe.description);
    fields.text("model", recipe.model);
    fields.text("checkpoint", recipe.checkpoint);
    fields.text("prompts", recipe.prompts);
    fields.text("sample_prompts_file", recipe.samplePromptsFile);
    fields.text("device", recipe.device);
    auto seed = static_cast<std::int64_t>(recipe.seed);
    fields.integer("seed", seed, 0, INT64_MAX);
    recipe.seed = static_cast<std::uint64_t>(seed);
}

void readLearning(Fields& fields, Recipe& recipe) {
    fields.number("alpha", recipe.alpha, 0.0, 1.0);
    fields.number("temperature", recipe.temperature, 0.1, 2.0);
    fields.integer("steps", recipe.steps, 1, manySteps);
    fields.integer("batch_clips", recipe.batchClips, 1, 1024);
    fields.number("clip_seconds", recipe.clipSeconds, 1.0, 60.0);
    fields.integer("fine_iterations", recipe.fineIterations, 1, 64);
    fields.number("learning_rate", recipe.learningRate, 1e-9, 1e-1);
    fields.number("value_learning_rate", recipe.valueLearningRate, 1e-9, 1e-1);
    fields.number("gradient_clip", recipe.gradientClip, 1e-3, 1e3);
    fields.integer("value_warmup_steps", recipe.valueWarmupSteps, 0, manySteps);
    fields.integer("checkpoint_every", recipe.checkpointEvery, 1, manySteps);
    fields.integer("sample_every", recipe.sampleEvery, 1, manySteps);
    fields.integer("sample_prompts", recipe.samplePrompts, 0, 64);
}

std::filesystem::path recipesFolder() {
    return resourcesFolder() / "recipes";
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

bool isPath(const std::string& nameOrPath) {
    return nameOrPath.find('/') != std::string::npos || std::filesystem::path(nameOrPath).extension() == ".toml";
}

/// The recipes folder also holds settings of other kinds; a fine-tuning recipe has a [rewards] table.
bool isFinetuningRecipe(const std::filesystem::path& path) {
    return path.extension() == ".toml" && readTomlFile(path).contains("rewards");
}

}  // namespace

Recipe recipeFromJson(const Json& json, const std::string& where) {
    Recipe recipe;
    Fields fields(json, where);
    readStart(fields, recipe);
    readLearning(fields, recipe);
    if (const Json weights = fields.object("rewards"); !weights.empty()) {
        recipe.rewardWeights = weightsFromJson(weights, where);
    }
    fields.finish();
    return recipe;
}

Json toJson(const Recipe& recipe) {
    return {{"name", recipe.name},
            {"description", recipe.description},
            {"model", recipe.model},
            {"checkpoint", recipe.checkpoint},
            {"alpha", recipe.alpha},
            {"temperature", recipe.temperature},
            {"steps", recipe.steps},
            {"batch_clips", recipe.batchClips},
            {"clip_seconds", recipe.clipSeconds},
            {"fine_iterations", recipe.fineIterations},
            {"learning_rate", recipe.learningRate},
            {"value_learning_rate", recipe.valueLearningRate},
            {"gradient_clip", recipe.gradientClip},
            {"value_warmup_steps", recipe.valueWarmupSteps},
            {"checkpoint_every", recipe.checkpointEvery},
            {"sample_every", recipe.sampleEvery},
            {"sample_prompts", recipe.samplePrompts},
            {"prompts", recipe.prompts},
            {"sample_prompts_file", recipe.samplePromptsFile},
            {"seed", recipe.seed},
            {"device", recipe.device},
            {"rewards", recipe.rewardWeights}};
}

Recipe readRecipe(const std::string& nameOrPath) {
    if (isPath(nameOrPath)) {
        return recipeFromJson(readTomlFile(nameOrPath), nameOrPath);
    }
    const std::filesystem::path path = recipesFolder() / (nameOrPath + ".toml");
    const std::vector<std::string> names = recipeNames();
    if (std::find(names.begin(), names.end(), nameOrPath) == names.end()) {
        throw Error(ErrorKind::NotFound, "There is no recipe \"" + nameOrPath + "\". Known recipes: " + joined(names) +
                                             "; or give the path of a .toml file.");
    }
    return recipeFromJson(readTomlFile(path), path.string());
}

std::vector<std::string> recipeNames() {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(recipesFolder(), ignored)) {
        if (isFinetuningRecipe(entry.path())) {
            names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace musicrl
