// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/FinetuneTask.h"

#include "base/Error.h"
#include "base/Paths.h"
#include "music/musiclm/MusicLmGenerator.h"
#include "record/PromptSet.h"
#include "reward/LoadRewards.h"
#include "rl/Finetuner.h"
#include "run/RunDirectory.h"
#include "run/SelectedCheckpoint.h"
#include "tasks/ModelCatalog.h"
#include "tasks/PairTraining.h"
#include "tensor/Device.h"
#include "tensor/ProcessGroup.h"
#include "tensor/TorchErrors.h"
#include "tensor/WeightsFile.h"

#include <algorithm>
#include <optional>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

void makeAbsolute(std::string& path) {
    if (!path.empty()) {
        path = fs::absolute(path).lexically_normal().string();
    }
}

/// A run is taken up from anywhere, and another run that it started from may go on: so its files are named in full, and
/// checkpoints in place of runs.
Recipe withWholePaths(Recipe recipe) {
    makeAbsolute(recipe.prompts);
    makeAbsolute(recipe.samplePromptsFile);
    makeAbsolute(recipe.dpo.pairs);
    makeAbsolute(recipe.preferenceModel);
    if (recipe.model.find('/') != std::string::npos) {
        makeAbsolute(recipe.model);
    }
    if (!recipe.checkpoint.empty()) {
        makeAbsolute(recipe.checkpoint);
        recipe.checkpoint = checkpointFolderOf(recipe.checkpoint).string();
    } else if (!recipe.after.empty()) {
        throw Error(ErrorKind::BadInput, "The recipe " + recipe.name + " starts from a run of the recipe " + recipe.after +
                                             ": name the folder of one (--checkpoint runs/" + recipe.after + ").");
    }
    if (recipe.reference != "start" && recipe.reference != "base") {
        makeAbsolute(recipe.reference);
        recipe.reference = checkpointFolderOf(recipe.reference).string();
    }
    return recipe;
}

void expectPreferenceModel(const Recipe& recipe, const ModelInfo& model) {
    if (recipe.rewardWeights.contains("preference") && recipe.preferenceModel.empty() &&
        !fs::exists(model.folder / "preference" / "config.json")) {
        throw Error(ErrorKind::BadInput, "The recipe " + recipe.name + " learns from a preference model, and the model " +
                                             model.name + " has none: name the folder of one (--preference-model), as " +
                                             "\"musicrl preference train\" writes it.");
    }
}

std::vector<Prompt> promptsOf(const std::string& file, const char* projects) {
    return readPrompts(file.empty() ? resourcesFolder() / "prompts" / projects : fs::path(file));
}

/// The model's policy with the weights of a checkpoint.
std::unique_ptr<Policy> policyOf(const Generator& generator, const std::string& checkpoint) {
    std::unique_ptr<Policy> policy = generator.policy().clone();
    loadModule(fs::path(checkpoint) / "policy.safetensors", policy->module());
    return policy;
}

/// The policies that a run needs besides the one that learns.
struct ChosenPolicies {
    ChosenPolicies(const Generator& generator, const Recipe& recipe) : start(&generator.policy()) {
        if (!recipe.checkpoint.empty()) {
            ownStart = policyOf(generator, recipe.checkpoint);
            start = ownStart.get();
        }
        if (recipe.reference == "base") {
            reference = &generator.policy();
        } else if (recipe.reference != "start") {
            ownReference = policyOf(generator, recipe.reference);
            reference = ownReference.get();
        }
    }

    const Policy* start;
    const Policy* reference = nullptr;  ///< where it is not the start
    std::unique_ptr<Policy> ownStart;
    std::unique_ptr<Policy> ownReference;
};

void expectAlone(const Recipe& recipe, const ProcessGroup& group) {
    if (group.size() > 1 && recipe.algorithm == Algorithm::Dpo) {
        throw Error(ErrorKind::BadInput, "Training from stored pairs (dpo) works in one process: start one alone.");
    }
}

/// Processes of one host take a GPU each, as far as there are any.
torch::Device deviceOf(const Recipe& recipe, const ProcessGroup& group) {
    const torch::Device device = deviceFromName(recipe.device);
    if (group.size() == 1 || !device.is_cuda() || device.has_index()) {
        return device;
    }
    const int devices = std::max(1, static_cast<int>(torch::cuda::device_count()));
    return {device.type(), static_cast<torch::DeviceIndex>(group.localRank() % devices)};
}

/// The first process makes the folder, the others find it.
RunDirectory runDirectoryOf(const FinetuneConfig& config, const Recipe& recipe, const ProcessGroup& group) {
    std::optional<RunDirectory> made;
    if (group.isFirst() && !config.resume) {
        made = RunDirectory::create(config.runFolder, recipe);
    }
    group.wait();
    return made ? *std::move(made) : RunDirectory::open(config.runFolder);
}

void finetune(const FinetuneConfig& config, const JobContext& context) {
    context.publish(Progress{0, 0, "loading the model"});
    const ProcessGroup group = ProcessGroup::fromEnvironment();
    const Recipe recipe = config.resume ? RunDirectory::open(config.runFolder).recipe() : withWholePaths(config.recipe);
    if (group.isFirst() && !config.resume && RunDirectory::exists(config.runFolder)) {
        throw Error(ErrorKind::BadInput, config.runFolder.string() +
                                             " already holds a run: resume it, or choose another folder for a new one.");
    }
    expectAlone(recipe, group);
    const torch::Device device = deviceOf(recipe, group);
    const ModelInfo model = findGenerator(recipe.model);
    expectPreferenceModel(recipe, model);
    const std::unique_ptr<Generator> generator = loadMusicLm(model.folder, device);
    (void)generator->framesFor(recipe.clipSeconds);  // refuses a duration beyond the model before a folder is made
    const ChosenPolicies policies(*generator, recipe);
    const FinetuneParts parts{
        .generator = *generator,
        .start = *policies.start,
        .reference = policies.reference,
        .reward =
            [&](const auto& weights) {
                return loadRewards(model.folder, withMeasuredTerms(weights, model.folder, recipe.preferenceModel), device,
                                   recipe.preferenceModel);
            },
        .prompts = promptsOf(recipe.prompts, "train.txt"),
        .samplePrompts = promptsOf(recipe.samplePromptsFile, "eval.txt"),
        .modelName = model.name,
        .modelHash = model.hash,
        .group = group};
    const auto openRun = [&] { return runDirectoryOf(config, recipe, group); };
    if (recipe.algorithm == Algorithm::Dpo) {
        trainFromPairs(parts, model.folder, recipe, config.runFolder, openRun, config.resume, context);
    } else {
        Finetuner finetuner(parts, openRun());
        if (config.resume) {
            finetuner.resume();
        }
        finetuner.run(context);
    }
    if (group.isFirst()) {
        context.publish(ResultRow{"run", {{"folder", config.runFolder.string()}}});
    }
}

}  // namespace

Job makeFinetuneJob(FinetuneConfig config) {
    return [config = std::move(config)](const JobContext& context) {
        translatingTorchErrors([&] { finetune(config, context); });
    };
}

}  // namespace musicrl
