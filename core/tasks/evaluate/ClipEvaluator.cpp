// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/evaluate/ClipEvaluator.h"

#include "audio/FirstSeconds.h"
#include "base/Error.h"
#include "base/Hash.h"
#include "base/Paths.h"
#include "music/musiclm/MusicLmGenerator.h"
#include "reward/LoadRewards.h"
#include "rl/KlDivergence.h"
#include "rl/RolloutCollector.h"
#include "tasks/ModelCatalog.h"
#include "tensor/Device.h"
#include "tensor/WeightsFile.h"

namespace musicrl {
namespace {

namespace fs = std::filesystem;

fs::path weightsOf(const fs::path& checkpoint) {
    const fs::path file = checkpoint / "policy.safetensors";
    if (!fs::exists(file)) {
        throw Error(ErrorKind::NotFound,
                    "There is no checkpoint in " + checkpoint.string() + ": it holds no policy.safetensors.");
    }
    return file;
}

/// Everything is measured; the total is what "generate" has, too.
std::map<std::string, double> allRewards(const fs::path& modelFolder, const fs::path& preferenceFolder) {
    std::map<std::string, double> weights = withMeasuredTerms({}, modelFolder, preferenceFolder);
    for (auto& [name, weight] : weights) {
        weight = name == "preference" ? 0.0 : 1.0;
    }
    return weights;
}

}  // namespace

std::string policyId(const fs::path& checkpoint) {
    return checkpoint.empty() ? "model" : sha256OfFile(weightsOf(checkpoint)).substr(0, 16);
}

struct ClipEvaluator::Loaded {
    explicit Loaded(const EvaluatorConfig& config)
        : model(findGenerator(config.model)),
          generator(loadMusicLm(model.folder, deviceFromName(config.device))),
          collector(*generator, config.temperature, config.fineIterations) {
        const std::map<std::string, double> weights = allRewards(model.folder, config.preferenceModel);
        reward = loadRewards(model.folder, weights, deviceFromName(config.device), config.preferenceModel);
        for (const auto& [name, weight] : weights) {
            names.push_back(name);
        }
    }

    /// A copy of the model's policy with the checkpoint's weights; nullptr for the model itself.
    [[nodiscard]] std::unique_ptr<Policy> policyOf(const fs::path& folder) const {
        if (folder.empty()) {
            return nullptr;
        }
        std::unique_ptr<Policy> loaded = generator->policy().clone();
        loadModule(weightsOf(folder), loaded->module());
        return loaded;
    }

    [[nodiscard]] const Policy& current() const { return policy ? *policy : generator->policy(); }

    [[nodiscard]] std::vector<double> klTo(const Policy& other, const RolloutBatch& batch,
                                           const torch::Tensor& logProbs) const {
        const torch::Tensor kl =
            klPerClip(logProbs, other.logProbs(batch.tokens, batch.conditioning, collector.temperature()))
                .to(torch::kCPU, torch::kDouble)
                .contiguous();
        return {kl.data_ptr<double>(), kl.data_ptr<double>() + kl.numel()};
    }

    /// "kl" and "kl_base" of each clip of a batch.
    void addDivergence(const RolloutBatch& batch, std::vector<MeasuredClip>& clips) const {
        const torch::NoGradGuard noGradients;
        std::vector<double> base(clips.size(), 0.0);
        std::vector<double> own(clips.size(), 0.0);
        if (policyFolder != referenceFolder || !policyFolder.empty()) {
            const torch::Tensor logProbs =
                current().logProbs(batch.tokens, batch.conditioning, collector.temperature());
            base = policy ? klTo(generator->policy(), batch, logProbs) : base;
            own = reference && policyFolder != referenceFolder ? klTo(*reference, batch, logProbs) : own;
        }
        for (std::size_t i = 0; i < clips.size(); ++i) {
            clips[i].values["kl"] = reference || policyFolder == referenceFolder ? own[i] : base[i];
            clips[i].values["kl_base"] = base[i];
        }
    }

    ModelInfo model;
    std::unique_ptr<MusicLmGenerator> generator;
    RolloutCollector collector;
    std::unique_ptr<RewardModel> reward;
    std::vector<std::string> names;
    fs::path policyFolder;
    fs::path referenceFolder;
    std::unique_ptr<Policy> policy;
    std::unique_ptr<Policy> reference;
};

ClipEvaluator::ClipEvaluator(const EvaluatorConfig& config) : loaded_(std::make_unique<Loaded>(config)) {}

ClipEvaluator::~ClipEvaluator() = default;

void ClipEvaluator::usePolicy(const fs::path& checkpoint) {
    loaded_->policy = loaded_->policyOf(checkpoint);
    loaded_->policyFolder = checkpoint;
}

void ClipEvaluator::useReference(const fs::path& checkpoint) {
    loaded_->reference = loaded_->policyOf(checkpoint);
    loaded_->referenceFolder = checkpoint;
}

std::vector<MeasuredClip> ClipEvaluator::make(const std::vector<Prompt>& prompts, const JobContext& context) const {
    RolloutBatch batch = loaded_->collector.collect(loaded_->current(), prompts, context);
    for (std::size_t i = 0; i < batch.clips.size(); ++i) {
        batch.clips[i] = firstSeconds(batch.clips[i], prompts[i].durationSeconds);
    }
    const std::vector<RewardBreakdown> scores =
        loaded_->reward->score(rewardInputs(batch, loaded_->generator->codecHash()), context);
    std::vector<MeasuredClip> clips;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        clips.push_back({prompts[i], batch.clips[i], scores[i], {}});
        for (const RewardTerm& term : scores[i].terms) {
            clips.back().values[term.name] = term.raw;
        }
    }
    loaded_->addDivergence(batch, clips);
    return clips;
}

ClipRecipe ClipEvaluator::recipeFor(const Prompt& prompt) const {
    return {.modelName = loaded_->model.name,
            .modelHash = loaded_->model.hash,
            .checkpoint = loaded_->policyFolder.string(),
            .prompt = prompt,
            .temperature = loaded_->collector.temperature(),
            .fineIterations = loaded_->collector.fineIterations(),
            .engineVersion = programVersion()};
}

const std::string& ClipEvaluator::modelHash() const {
    return loaded_->model.hash;
}

const std::vector<std::string>& ClipEvaluator::rewards() const {
    return loaded_->names;
}

}  // namespace musicrl
