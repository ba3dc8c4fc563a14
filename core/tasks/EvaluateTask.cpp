// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/EvaluateTask.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/FreedMemory.h"
#include "base/Hash.h"
#include "base/Paths.h"
#include "run/EvaluationLog.h"
#include "run/RunDirectory.h"
#include "run/SelectedCheckpoint.h"
#include "tasks/ModelCatalog.h"
#include "tasks/SameSettings.h"
#include "tasks/evaluate/ClipEvaluator.h"
#include "tasks/evaluate/SeededPrompts.h"
#include "tensor/TorchErrors.h"

#include <algorithm>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// A policy to be measured.
struct Target {
    std::int64_t step = 0;
    fs::path checkpoint;  ///< empty: the model as shipped
    std::string policy;   ///< see policyId
};

/// Where a run started; empty: the model as shipped.
fs::path startOf(const Recipe& recipe) {
    return recipe.checkpoint.empty() ? fs::path() : checkpointFolderOf(recipe.checkpoint);
}

/// What the run's KL is measured to, the same way.
fs::path referenceOf(const Recipe& recipe) {
    if (recipe.reference == "start") {
        return startOf(recipe);
    }
    return recipe.reference == "base" ? fs::path() : checkpointFolderOf(recipe.reference);
}

std::vector<Target> targetsOf(const EvaluateConfig& config, const RunDirectory& run) {
    std::vector<Target> all = {{0, startOf(run.recipe()), {}}};
    for (const Checkpoint& checkpoint : run.checkpoints()) {
        all.push_back({checkpoint.step, checkpoint.folder, {}});
    }
    std::vector<Target> chosen;
    for (const std::int64_t step : config.steps) {
        const auto found = std::find_if(all.begin(), all.end(), [&](const Target& one) { return one.step == step; });
        if (found == all.end()) {
            throw Error(ErrorKind::NotFound,
                        config.runFolder.string() + " has no checkpoint of step " + std::to_string(step) + ".");
        }
        chosen.push_back(*found);
    }
    if (config.steps.empty()) {
        chosen = std::move(all);
    }
    for (Target& target : chosen) {
        target.policy = policyId(target.checkpoint);
    }
    return chosen;
}

std::vector<Prompt> promptsOf(const EvaluateConfig& config, const Recipe& recipe) {
    return seededPrompts({.file = config.prompts.empty() ? evaluationPromptsFile() : config.prompts,
                          .prompts = config.promptCount,
                          .copies = config.clipsPerPrompt,
                          .clipSeconds = recipe.clipSeconds,
                          .seed = config.seed,
                          .stream = "evaluation"});
}

std::string hashOf(const std::vector<Prompt>& prompts) {
    std::string texts;
    for (const Prompt& prompt : prompts) {
        texts += prompt.id + "\n" + prompt.text + "\n" + std::to_string(prompt.seed) + "\n";
    }
    return sha256(texts);
}

/// One evaluation with everything loaded.
class RunEvaluation {
public:
    RunEvaluation(const EvaluateConfig& config, const JobContext& context)
        : config_(config),
          context_(context),
          run_(RunDirectory::open(config.runFolder)),
          targets_(targetsOf(config, run_)),
          preference_(config.preferenceModel.empty() ? fs::path(run_.recipe().preferenceModel)
                                                     : config.preferenceModel),
          prompts_(promptsOf(config, run_.recipe())),
          path_(evaluationPath(config.runFolder)) {
        expectSameSettings(config.runFolder / "evaluation.json", settings(),
                           "The evaluation in " + config.runFolder.string());
        for (const EvaluatedClip& clip : readEvaluation(path_)) {
            known_.insert(keyOf(clip.policy, clip.prompt));
        }
        total_ = static_cast<std::int64_t>(targets_.size() * prompts_.size());
    }

    void run() {
        for (const Target& target : targets_) {
            evaluate(target);
        }
        finish();
    }

private:
    [[nodiscard]] Json settings() const {
        const Recipe& recipe = run_.recipe();
        const fs::path weights = preference_ / "model.safetensors";
        return {{"format", 1},
                {"model_hash", findModel(recipe.model).hash},
                {"preference_hash", preference_.empty() || !fs::exists(weights) ? "" : sha256OfFile(weights)},
                {"prompts_hash", hashOf(prompts_)},
                {"clips", prompts_.size()},
                {"clip_seconds", recipe.clipSeconds},
                {"temperature", recipe.temperature},
                {"fine_iterations", recipe.fineIterations},
                {"batch_clips", config_.batchClips},
                {"seed", config_.seed}};
    }

    static std::string keyOf(const std::string& policy, const std::string& promptId) { return policy + " " + promptId; }

    void evaluate(const Target& target) {
        const auto batch = static_cast<std::size_t>(config_.batchClips);
        bool loaded = false;
        for (std::size_t first = 0; first < prompts_.size(); first += batch) {
            const auto begin = prompts_.begin() + static_cast<std::ptrdiff_t>(first);
            const std::vector<Prompt> prompts(
                begin, prompts_.begin() + static_cast<std::ptrdiff_t>(std::min(first + batch, prompts_.size())));
            if (!isKnown(target, prompts)) {
                context_.throwIfStopped();
                load(target, loaded);
                measure(target, prompts);
                context_.yieldPoint();
            }
            done_ += static_cast<std::int64_t>(prompts.size());
        }
    }

    /// Whole batches are made again, so that a clip's batch, and with it its last bits, do not depend on an
    /// interruption.
    [[nodiscard]] bool isKnown(const Target& target, const std::vector<Prompt>& prompts) const {
        return std::all_of(prompts.begin(), prompts.end(),
                           [&](const Prompt& prompt) { return known_.count(keyOf(target.policy, prompt.id)) > 0; });
    }

    void load(const Target& target, bool& loaded) {
        if (!evaluator_) {
            context_.publish(Progress{done_, total_, "loading the model"});
            const Recipe& recipe = run_.recipe();
            evaluator_ = std::make_unique<ClipEvaluator>(EvaluatorConfig{.model = recipe.model,
                                                                         .preferenceModel = preference_,
                                                                         .temperature = recipe.temperature,
                                                                         .fineIterations = recipe.fineIterations,
                                                                         .device = config_.device});
            evaluator_->useReference(referenceOf(recipe));
        }
        if (!loaded) {
            evaluator_->usePolicy(target.checkpoint);
            loaded = true;
        }
    }

    void measure(const Target& target, const std::vector<Prompt>& prompts) {
        context_.publish(Progress{done_, total_, "evaluating step " + std::to_string(target.step)});
        std::vector<EvaluatedClip> lines;
        for (const MeasuredClip& clip : evaluator_->make(prompts, context_)) {
            lines.push_back({target.step, target.policy, clip.prompt.id, clip.prompt.seed, clip.values});
        }
        appendEvaluation(path_, lines);
    }

    /// The newest line of each of this evaluation's clips, by step and prompt.
    [[nodiscard]] std::vector<EvaluatedClip> results() const {
        std::map<std::string, EvaluatedClip> found;
        for (EvaluatedClip& clip : readEvaluation(path_)) {
            const std::string key = keyOf(clip.policy, clip.prompt);
            found[key] = std::move(clip);
        }
        std::vector<EvaluatedClip> ordered;
        for (const Target& target : targets_) {
            for (const Prompt& prompt : prompts_) {
                EvaluatedClip clip = found.at(keyOf(target.policy, prompt.id));
                clip.step = target.step;
                ordered.push_back(std::move(clip));
            }
        }
        return ordered;
    }

    void finish() {
        const CsvTable table = evaluationTable(results());
        const fs::path csv = config_.runFolder / "evaluation.csv";
        writeFileAtomically(csv, csvText(table));
        context_.publish(FileWritten{csv, "table"});
        for (const std::vector<std::string>& row : table.rows) {
            Json values = Json::object();
            for (std::size_t i = 0; i < row.size(); ++i) {
                values[table.columns[i]] = row[i].empty() ? Json() : Json::parse(row[i]);
            }
            context_.publish(ResultRow{"evaluation", std::move(values)});
        }
        context_.publish(Progress{total_, total_, "evaluated"});
    }

    const EvaluateConfig& config_;
    const JobContext& context_;
    RunDirectory run_;
    std::vector<Target> targets_;
    fs::path preference_;
    std::vector<Prompt> prompts_;
    fs::path path_;
    std::set<std::string> known_;
    std::unique_ptr<ClipEvaluator> evaluator_;
    std::int64_t done_ = 0;
    std::int64_t total_ = 0;
};

}  // namespace

fs::path evaluationPromptsFile() {
    return resourcesFolder() / "prompts" / "eval101.jsonl";
}

Job makeEvaluateJob(EvaluateConfig config) {
    return [config = std::move(config)](const JobContext& context) {
        keepFreedMemory();
        translatingTorchErrors([&] { RunEvaluation(config, context).run(); });
    };
}

}  // namespace musicrl
