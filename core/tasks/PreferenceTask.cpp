// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/PreferenceTask.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/FreedMemory.h"
#include "base/Random.h"
#include "music/musiclm/HierarchicalLm.h"
#include "preference/PairSelection.h"
#include "preference/PairTokens.h"
#include "preference/PreferenceTrainer.h"
#include "preference/RewardJudgements.h"
#include "pretrain/TokenizedCorpus.h"
#include "reward/LoadRewards.h"
#include "run/MetricsLog.h"
#include "tasks/ModelCatalog.h"
#include "tensor/Device.h"
#include "tensor/TorchErrors.h"

#include <algorithm>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr double windowSeconds = 20.0;  // Cideron et al., MusicRL, 2024, section 3.3

OpenVotes openVotes(bool included) {
    return included ? OpenVotes::Included : OpenVotes::LeftOut;
}

Json countsJson(const PairSelection& selection) {
    return {{"read", selection.read},
            {"used", selection.pairs.size()},
            {"of_other_raters", selection.ofOtherRaters},
            {"not_blind", selection.open},
            {"without_choice", selection.withoutChoice},
            {"not_listened_to", selection.unheard}};
}

/// The preference model and the model's own rewards on the same pairs, put into the result.
void addJudgements(Json& result, const std::vector<PreferencePair>& pairs, const fs::path& modelFolder,
                   const fs::path& preferenceFolder, torch::Device device, const JobContext& context) {
    std::map<std::string, double> weights = {{"preference", 1.0}};
    for (const char* part : {"mulan", "quality"}) {
        if (fs::exists(modelFolder / part / "config.json")) {
            weights[part] = 1.0;
        }
    }
    const auto reward = loadRewards(modelFolder, weights, device, preferenceFolder);
    result["baselines"] = Json::object();
    for (const auto& [term, judged] : judgeByReward(pairs, *reward, context)) {
        if (term == "preference") {
            result["heldout"] = toJson(measurePairs(judged));
        } else {
            result["baselines"][term] = toJson(accuracyOf(judged));
        }
    }
}

void check(const PreferenceTrainConfig& config) {
    const auto refuse = [](const std::string& what) { throw Error(ErrorKind::BadInput, what); };
    if (!(config.crop >= 0.01 && config.crop <= 1.0)) {
        refuse("The crop must be a share of the clip from 0.01 to 1, such as 0.25, not " + std::to_string(config.crop) +
               ".");
    }
    if (!(config.heldOutShare > 0.0 && config.heldOutShare < 1.0)) {
        refuse("The held-out share must be between 0 and 1, not " + std::to_string(config.heldOutShare) + ".");
    }
    if (config.epochs < 1 || config.batchPairs < 1 || !(config.learningRate > 0.0)) {
        refuse("Epochs, pairs a batch and learning rate must be above 0.");
    }
    const bool goesOn = !config.stateFile.empty() && fs::exists(config.stateFile);
    if (!goesOn && fs::exists(config.out / "model.safetensors")) {
        refuse(config.out.string() + " already holds a preference model: choose another folder.");
    }
}

/// One training.
class PreferenceTrainingRun {
public:
    PreferenceTrainingRun(const PreferenceTrainConfig& config, const JobContext& context)
        : config_(config),
          context_(context),
          selection_(selectPairs(readPreferencePairs(config.pairs), config.rater, openVotes(config.openVotesToo))),
          split_(splitByPrompt(selection_.pairs, config.heldOutShare, config.seed)),
          model_(findGenerator(config.model)),
          device_(deviceFromName(config.device)) {}

    void run() {
        context_.publish(Progress{0, 0, "loading the model"});
        const auto language = loadHierarchicalLm(model_.folder / "language", device_);
        const PreferenceTokens tokens = loadPreferenceTokens(model_.folder, language->config().layout, device_);
        torch::manual_seed(deriveSeed(config_.seed, "preference weights"));
        PreferenceModel model(shapeFor(language->config(), tokens));
        model.to(device_);
        if (!config_.fromScratch) {
            model.startFrom(language->module());
        }
        const TokenizedPairs all = tokenize(tokens, model.config());
        makeFolder(config_.out);
        writeJsonFile(config_.out / "split.json",
                      {{"format", 1}, {"train", promptsOf(split_.train)}, {"held_out", promptsOf(split_.heldOut)}});
        finish(learn(model, all));
    }

private:
    [[nodiscard]] PreferenceConfig shapeFor(const HierarchicalLmConfig& language,
                                            const PreferenceTokens& tokens) const {
        PreferenceConfig shape{.language = language,
                               .usesText = !config_.dropText,
                               .crop = config_.crop,
                               .windowSeconds = std::min(
                                   windowSeconds, static_cast<double>(language.maxFrames) / language.framesPerSecond),
                               .sources = tokens.sources()};
        const torch::Tensor plain = tokens.ofCaptions({plainDescription})[0].contiguous();
        shape.language.plainConditioning.assign(plain.data_ptr<std::int64_t>(),
                                                plain.data_ptr<std::int64_t>() + plain.numel());
        return shape;
    }

    /// The training pairs, and then the held-out ones, in one go for one cache.
    [[nodiscard]] TokenizedPairs tokenize(const PreferenceTokens& tokens, const PreferenceConfig& shape) const {
        std::vector<PreferencePair> pairs = split_.train;
        pairs.insert(pairs.end(), split_.heldOut.begin(), split_.heldOut.end());
        return tokenizePairs(pairs, tokens, shape, config_.tokenCache, context_);
    }

    std::vector<PreferenceEpoch> learn(PreferenceModel& model, const TokenizedPairs& all) {
        const std::size_t count = split_.train.size();
        const PreferenceTraining training{.epochs = config_.epochs,
                                          .batchPairs = config_.batchPairs,
                                          .learningRate = config_.learningRate,
                                          .seed = config_.seed,
                                          .stateFile = config_.stateFile};
        const fs::path metrics = config_.out / "metrics.jsonl";
        fs::remove(metrics);  // epochs that an earlier session did are told again
        const auto keepBest = [&](const PreferenceEpoch&) {
            savePreference(model, config_.out);
            context_.publish(FileWritten{config_.out / "model.safetensors", "checkpoint"});
        };
        JobContext recorded(context_.stopToken(), [&](const JobMessage& message) {
            if (const auto* row = std::get_if<MetricRow>(&message)) {
                appendMetricRow(metrics, *row);  // on disk before anyone hears of it
            }
            context_.publish(message);
        });
        recorded.onYield([&] { context_.yieldPoint(); });
        return trainPreference(model, part(all, 0, count), part(all, count, all.size()), training, keepBest, recorded);
    }

    static TokenizedPairs part(const TokenizedPairs& all, std::size_t from, std::size_t to) {
        const auto first = static_cast<std::ptrdiff_t>(from);
        const auto last = static_cast<std::ptrdiff_t>(to);
        return {.conditioning = all.conditioning.slice(0, first, last),
                .a = {all.a.begin() + first, all.a.begin() + last},
                .b = {all.b.begin() + first, all.b.begin() + last},
                .outcomes = {all.outcomes.begin() + first, all.outcomes.begin() + last}};
    }

    void finish(const std::vector<PreferenceEpoch>& epochs) {
        Json result = {{"format", 1}, {"pairs", countsJson(selection_)}};
        result["pairs"]["train"] = split_.train.size();
        result["pairs"]["heldout"] = split_.heldOut.size();
        result["settings"] = settingsJson();
        result["epochs"] = Json::array();
        for (const PreferenceEpoch& epoch : epochs) {
            Json row = {{"epoch", epoch.epoch}};
            row.update(toMetrics(epoch));
            result["epochs"].push_back(std::move(row));
        }
        const auto less = [](const auto& a, const auto& b) { return a.heldOut.loss < b.heldOut.loss; };
        result["best_epoch"] = std::min_element(epochs.begin(), epochs.end(), less)->epoch;
        addJudgements(result, split_.heldOut, model_.folder, config_.out, device_, context_);
        writeJsonFile(config_.out / "training.json", result);
        context_.publish(FileWritten{config_.out / "training.json", "table"});
        fs::remove(config_.stateFile);
        context_.publish(ResultRow{"preference", result});
    }

    [[nodiscard]] Json settingsJson() const {
        return {{"pairs_file", config_.pairs.string()},
                {"rater", config_.rater},
                {"model", model_.name},
                {"model_hash", model_.hash},
                {"text", !config_.dropText},
                {"crop", config_.crop},
                {"from_scratch", config_.fromScratch},
                {"held_out_share", config_.heldOutShare},
                {"epochs", config_.epochs},
                {"batch_pairs", config_.batchPairs},
                {"learning_rate", config_.learningRate},
                {"seed", config_.seed}};
    }

    const PreferenceTrainConfig& config_;
    const JobContext& context_;
    PairSelection selection_;
    PairSplit split_;
    ModelInfo model_;
    torch::Device device_;
};

/// The pairs of prompts that the preference model was not trained on.
std::vector<PreferencePair> unseenPairs(const std::vector<PreferencePair>& pairs, const fs::path& preferenceFolder) {
    const fs::path file = preferenceFolder / "split.json";
    const auto trained = requireKey<std::set<std::string>>(readJsonFile(file), "train", file.string());
    std::vector<PreferencePair> unseen;
    std::copy_if(pairs.begin(), pairs.end(), std::back_inserter(unseen),
                 [&](const PreferencePair& pair) { return trained.count(pair.prompt) == 0; });
    if (unseen.empty()) {
        throw Error(ErrorKind::BadInput,
                    "The preference model in " + preferenceFolder.string() +
                        " was trained on every prompt of these pairs: give pairs of other prompts, or "
                        "ask for the trained ones too.");
    }
    return unseen;
}

void evaluatePreference(const PreferenceEvaluateConfig& config, const JobContext& context) {
    const PairSelection selection = selectPairs(readPreferencePairs(config.pairs), config.rater, openVotes(config.openVotesToo));
    const std::vector<PreferencePair> pairs =
        config.trainedPromptsToo ? selection.pairs : unseenPairs(selection.pairs, config.preference);
    Json result = {{"pairs", countsJson(selection)}};
    result["pairs"]["of_trained_prompts"] = config.trainedPromptsToo ? 0 : selection.pairs.size() - pairs.size();
    result["pairs"]["heldout"] = pairs.size();
    addJudgements(result, pairs, findModel(config.model).folder, config.preference, deviceFromName(config.device),
                  context);
    context.publish(ResultRow{"preference", result});
}

}  // namespace

Job makePreferenceTrainJob(PreferenceTrainConfig config) {
    return [config = std::move(config)](const JobContext& context) {
        keepFreedMemory();
        translatingTorchErrors([&] {
            check(config);
            PreferenceTrainingRun(config, context).run();
        });
    };
}

Job makePreferenceEvaluateJob(PreferenceEvaluateConfig config) {
    return [config = std::move(config)](const JobContext& context) {
        translatingTorchErrors([&] { evaluatePreference(config, context); });
    };
}

}  // namespace musicrl
