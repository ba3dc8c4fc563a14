// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "run/Recipe.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// Votes to learn from: clips of the base model, judged by simulated raters of the group "train".
struct PairSettings {
    std::int64_t prompts = 0;         ///< of the training prompts; 0: all
    std::int64_t clipsPerPrompt = 4;  ///< every two of a prompt make a pair
    std::int64_t ratersPerPair = 1;   ///< taken in turn; 0: the whole group
    std::int64_t batchClips = 16;
};

struct PreferenceSettings {
    std::int64_t epochs = 4;
    std::int64_t batchPairs = 16;
    double learningRate = 1e-4;
    double heldOut = 0.1;                ///< of the prompts
    std::vector<std::string> ablations;  ///< of "no-text", "half", "quarter", "scratch"
};

/// Every checkpoint of every run, on prompts that nothing was trained on.
struct EvaluationSettings {
    std::int64_t prompts = 0;  ///< of the evaluation prompts; 0: all
    std::int64_t clipsPerPrompt = 1;
    std::int64_t batchClips = 16;
};

/// Side by side, by simulated raters of the group "test".
struct HeadToHeadSettings {
    std::int64_t clipsPerPrompt = 2;
    std::int64_t ratersPerPair = 0;  ///< 0: the whole group
};

/// A fine-tuning run of the reproduction.
struct RunSettings {
    std::string name;                 ///< "mulan", "quality", "r", "u", "ru", "joint"
    std::string recipe;               ///< its name or file
    Json overrides = Json::object();  ///< recipe keys that take the recipe's place
};

/// How a reproduction is done: the content of resources/recipes/reproduce-<scale>.toml.
struct ReproduceSettings {
    std::string model = "demo";
    std::uint64_t seed = 1;
    std::string device = "auto";
    double clipSeconds = 5.0;
    std::int64_t fineIterations = 1;
    double temperature = 0.99;
    std::string trainingPrompts;    ///< file; empty: the project's
    std::string evaluationPrompts;  ///< file; empty: the project's 101
    std::string raters;             ///< panel of simulated raters; empty: the project's
    PairSettings pairs;
    PreferenceSettings preference;
    EvaluationSettings evaluation;
    HeadToHeadSettings headToHead;
    std::vector<RunSettings> runs;  ///< in the order in which they are done; "joint" last
};

/// Strict, as recipes are. \throws Error(BadInput) naming file, key, value and what is allowed
[[nodiscard]] ReproduceSettings reproduceSettingsFromJson(const Json& json, const std::string& where);

/// resources/recipes/reproduce-<scale>.toml. \throws Error(NotFound) listing the scales that there are
[[nodiscard]] std::filesystem::path scaleFile(const std::string& scale);
[[nodiscard]] ReproduceSettings readReproduceSettings(const std::filesystem::path& file);

/// The run that is made by a recipe, such as "r" for "r-full": what \p after names. \return empty for none
[[nodiscard]] std::string runBefore(const ReproduceSettings& settings, const std::string& after);

/// The recipe of a run of a reproduction in \p folder: what the settings share, the run's own keys, and the paths of
/// what it builds on: the preference model in \p folder/preference/full, and the run that it starts from.
/// \throws Error(NotFound), Error(BadInput)
[[nodiscard]] Recipe recipeOf(const ReproduceSettings& settings, const RunSettings& run,
                              const std::filesystem::path& folder);

/// Everything that results depend on, for comparison with what a folder was begun with: settings, recipes, and the
/// hashes of model, prompts and panel.
[[nodiscard]] Json identityOf(const ReproduceSettings& settings, const Json& hashes);

}  // namespace musicrl
