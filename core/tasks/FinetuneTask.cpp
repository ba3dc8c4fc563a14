// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/FinetuneTask.h"

#include "base/Error.h"
#include "base/Paths.h"
#include "music/musiclm/MusicLmGenerator.h"
#include "record/PromptSet.h"
#include "reward/LoadRewards.h"
#include "rl/Finetuner.h"
#include "run/RunDirectory.h"
#include "tasks/ModelCatalog.h"
#include "tensor/Device.h"
#include "tensor/TorchErrors.h"
#include "tensor/WeightsFile.h"

namespace musicrl {
namespace {

namespace fs = std::filesystem;

void makeAbsolute(std::string& path) {
    if (!path.empty()) {
        path = fs::absolute(path).lexically_normal().string();
    }
}

/// A run is taken up from anywhere, so its files are named in full.
Recipe withWholePaths(Recipe recipe) {
    makeAbsolute(recipe.prompts);
    makeAbsolute(recipe.samplePromptsFile);
    makeAbsolute(recipe.checkpoint);
    makeAbsolute(recipe.preferenceModel);
    if (recipe.model.find('/') != std::string::npos) {
        makeAbsolute(recipe.model);
    }
    return recipe;
}

std::vector<Prompt> promptsOf(const std::string& file, const char* projects) {
    return readPrompts(file.empty() ? resourcesFolder() / "prompts" / projects : fs::path(file));
}

std::unique_ptr<Policy> startOf(const Generator& generator, const std::string& checkpoint) {
    std::unique_ptr<Policy> start = generator.policy().clone();
    if (!checkpoint.empty()) {
        loadModule(fs::path(checkpoint) / "policy.safetensors", start->module());
    }
    return start;
}

/// The terms that the recipe leaves out are measured too, with the weight 0, where the model has the part for them.
std::map<std::string, double> withAllTerms(std::map<std::string, double> weights, const fs::path& modelFolder,
                                           const fs::path& preferenceFolder) {
    for (const char* term : {"mulan", "quality", "preference"}) {
        if (fs::exists(modelFolder / term / "config.json")) {
            weights.emplace(term, 0.0);
        }
    }
    if (!preferenceFolder.empty()) {
        weights.emplace("preference", 0.0);
    }
    return weights;
}

void finetune(const FinetuneConfig& config, const JobContext& context) {
    context.publish(Progress{0, 0, "loading the model"});
    const Recipe recipe = config.resume ? RunDirectory::open(config.runFolder).recipe() : withWholePaths(config.recipe);
    if (!config.resume && RunDirectory::exists(config.runFolder)) {
        throw Error(ErrorKind::BadInput, config.runFolder.string() +
                                             " already holds a run: resume it, or choose another folder for a new one.");
    }
    const torch::Device device = deviceFromName(recipe.device);
    const ModelInfo model = findModel(recipe.model);
    const std::unique_ptr<Generator> generator = loadMusicLm(model.folder, device);
    (void)generator->framesFor(recipe.clipSeconds);  // refuses a duration beyond the model before a folder is made
    const std::unique_ptr<Policy> start = startOf(*generator, recipe.checkpoint);
    const FinetuneParts parts{
        .generator = *generator,
        .start = *start,
        .reward =
            [&](const auto& weights) {
                return loadRewards(model.folder, withAllTerms(weights, model.folder, recipe.preferenceModel), device,
                                   recipe.preferenceModel);
            },
        .prompts = promptsOf(recipe.prompts, "train.txt"),
        .samplePrompts = promptsOf(recipe.samplePromptsFile, "eval.txt"),
        .modelName = model.name,
        .modelHash = model.hash};
    Finetuner finetuner(parts, config.resume ? RunDirectory::open(config.runFolder)
                                             : RunDirectory::create(config.runFolder, recipe));
    if (config.resume) {
        finetuner.resume();
    }
    finetuner.run(context);
}

}  // namespace

Job makeFinetuneJob(FinetuneConfig config) {
    return [config = std::move(config)](const JobContext& context) {
        translatingTorchErrors([&] { finetune(config, context); });
    };
}

}  // namespace musicrl
