// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/ReproduceSettings.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "base/Paths.h"
#include "base/Toml.h"
#include "run/RecipeFiles.h"

#include <algorithm>
#include <array>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t many = 1'000'000;
constexpr std::int64_t manyClips = 1024;
constexpr std::array runNames = {"mulan", "quality", "r", "u", "ru", "joint"};
const std::string filePrefix = "reproduce-";

void readShared(Fields& fields, ReproduceSettings& settings) {
    fields.text("model", settings.model);
    fields.text("device", settings.device);
    auto seed = static_cast<std::int64_t>(settings.seed);
    fields.integer("seed", seed, 0, INT64_MAX);
    settings.seed = static_cast<std::uint64_t>(seed);
    fields.number("clip_seconds", settings.clipSeconds, 1.0, 60.0);
    fields.integer("fine_iterations", settings.fineIterations, 1, 64);
    fields.number("temperature", settings.temperature, 0.1, 2.0);
    fields.text("training_prompts", settings.trainingPrompts);
    fields.text("evaluation_prompts", settings.evaluationPrompts);
    fields.text("raters", settings.raters);
}

void readPairs(const Json& json, const std::string& where, PairSettings& pairs) {
    Fields fields(json, where + ", [pairs]");
    fields.integer("prompts", pairs.prompts, 0, many);
    fields.integer("clips_per_prompt", pairs.clipsPerPrompt, 2, 64);
    fields.integer("raters_per_pair", pairs.ratersPerPair, 0, many);
    fields.integer("batch_clips", pairs.batchClips, 1, manyClips);
    fields.finish();
}

void readPreference(const Json& json, const std::string& where, PreferenceSettings& preference) {
    Fields fields(json, where + ", [preference]");
    fields.integer("epochs", preference.epochs, 1, 1000);
    fields.integer("batch_pairs", preference.batchPairs, 1, manyClips);
    fields.number("learning_rate", preference.learningRate, 1e-9, 1e-1);
    fields.number("held_out", preference.heldOut, 0.001, 0.999);
    fields.texts("ablations", preference.ablations);
    fields.finish();
    for (const std::string& name : preference.ablations) {
        if (name != "no-text" && name != "half" && name != "quarter" && name != "scratch") {
            throw Error(ErrorKind::BadInput, where + ", [preference]: \"ablations\" has \"" + name +
                                                 "\", but knows only no-text, half, quarter and scratch.");
        }
    }
}

void readEvaluation(const Json& json, const std::string& where, EvaluationSettings& evaluation) {
    Fields fields(json, where + ", [evaluation]");
    fields.integer("prompts", evaluation.prompts, 0, many);
    fields.integer("clips_per_prompt", evaluation.clipsPerPrompt, 1, 64);
    fields.integer("batch_clips", evaluation.batchClips, 1, manyClips);
    fields.finish();
}

void readHeadToHead(const Json& json, const std::string& where, HeadToHeadSettings& headToHead) {
    Fields fields(json, where + ", [head_to_head]");
    fields.integer("clips_per_prompt", headToHead.clipsPerPrompt, 1, 64);
    fields.integer("raters_per_pair", headToHead.ratersPerPair, 0, many);
    fields.finish();
}

std::vector<RunSettings> runsFromJson(const Json& json, const std::string& where) {
    std::vector<RunSettings> runs;
    Fields fields(json, where + ", [runs]");
    for (const char* name : runNames) {
        RunSettings run{.name = name, .recipe = name};
        run.overrides = fields.object(name);
        Fields runFields(run.overrides, where + ", [runs." + name + "]");
        runFields.text("recipe", run.recipe);  // the other keys are checked as a recipe's
        run.overrides.erase("recipe");
        runs.push_back(std::move(run));
    }
    fields.finish();
    return runs;
}

Json sharedJson(const ReproduceSettings& settings) {
    const PreferenceSettings& preference = settings.preference;
    return {{"model", settings.model},
            {"seed", settings.seed},
            {"clip_seconds", settings.clipSeconds},
            {"fine_iterations", settings.fineIterations},
            {"temperature", settings.temperature},
            {"pairs",
             {{"prompts", settings.pairs.prompts},
              {"clips_per_prompt", settings.pairs.clipsPerPrompt},
              {"raters_per_pair", settings.pairs.ratersPerPair},
              {"batch_clips", settings.pairs.batchClips}}},
            {"preference",
             {{"epochs", preference.epochs},
              {"batch_pairs", preference.batchPairs},
              {"learning_rate", preference.learningRate},
              {"held_out", preference.heldOut},
              {"ablations", preference.ablations}}},
            {"evaluation",
             {{"prompts", settings.evaluation.prompts},
              {"clips_per_prompt", settings.evaluation.clipsPerPrompt},
              {"batch_clips", settings.evaluation.batchClips}}},
            {"head_to_head",
             {{"clips_per_prompt", settings.headToHead.clipsPerPrompt},
              {"raters_per_pair", settings.headToHead.ratersPerPair}}}};
}

}  // namespace

ReproduceSettings reproduceSettingsFromJson(const Json& json, const std::string& where) {
    ReproduceSettings settings;
    Fields fields(json, where);
    readShared(fields, settings);
    readPairs(fields.object("pairs"), where, settings.pairs);
    readPreference(fields.object("preference"), where, settings.preference);
    readEvaluation(fields.object("evaluation"), where, settings.evaluation);
    readHeadToHead(fields.object("head_to_head"), where, settings.headToHead);
    settings.runs = runsFromJson(fields.object("runs"), where);
    fields.finish();
    return settings;
}

fs::path scaleFile(const std::string& scale) {
    const fs::path folder = resourcesFolder() / "recipes";
    const fs::path file = folder / (filePrefix + scale + ".toml");
    if (fs::exists(file)) {
        return file;
    }
    std::vector<std::string> scales;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().stem().string();
        if (name.rfind(filePrefix, 0) == 0 && entry.path().extension() == ".toml") {
            scales.push_back(name.substr(filePrefix.size()));
        }
    }
    std::sort(scales.begin(), scales.end());
    std::string known;
    for (const std::string& name : scales) {
        known += (known.empty() ? "" : ", ") + name;
    }
    throw Error(ErrorKind::NotFound, "There is no scale \"" + scale + "\". Known scales: " + known +
                                         "; or give the path of a settings file.");
}

ReproduceSettings readReproduceSettings(const fs::path& file) {
    return reproduceSettingsFromJson(readTomlFile(file), file.string());
}

std::string runBefore(const ReproduceSettings& settings, const std::string& after) {
    for (const RunSettings& run : settings.runs) {
        if (!after.empty() && (run.recipe == after || run.name == after)) {
            return run.name;
        }
    }
    return {};
}

Recipe recipeOf(const ReproduceSettings& settings, const RunSettings& run, const fs::path& folder) {
    Json json = toJson(readRecipe(run.recipe));
    json["model"] = settings.model;
    json["device"] = settings.device;
    json["seed"] = settings.seed;
    json["clip_seconds"] = settings.clipSeconds;
    json["fine_iterations"] = settings.fineIterations;
    json["temperature"] = settings.temperature;
    json["prompts"] = settings.trainingPrompts;
    json["preference_model"] = (folder / "preference" / "full").string();
    json.update(run.overrides);
    if (const std::string before = runBefore(settings, json.value("after", std::string())); !before.empty()) {
        json["checkpoint"] = (folder / "runs" / before).string();
    }
    return recipeFromJson(json, "The recipe " + run.recipe + " with [runs." + run.name + "]");
}

Json identityOf(const ReproduceSettings& settings, const Json& hashes) {
    Json identity = sharedJson(settings);
    identity["hashes"] = hashes;
    for (const RunSettings& run : settings.runs) {
        Json recipe = toJson(recipeOf(settings, run, {}));
        recipe.erase("device");  // may be another machine's
        recipe.erase("description");
        identity["runs"][run.name] = std::move(recipe);
    }
    return identity;
}

}  // namespace musicrl
