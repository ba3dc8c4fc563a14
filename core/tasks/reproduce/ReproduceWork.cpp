// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/ReproduceWork.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Hash.h"
#include "base/Paths.h"
#include "preference/RaterPanel.h"
#include "record/PromptSet.h"
#include "run/MetricsLog.h"
#include "run/RunDirectory.h"
#include "run/SelectedCheckpoint.h"
#include "tasks/EvaluateTask.h"
#include "tasks/FinetuneTask.h"
#include "tasks/PreferenceTask.h"
#include "tasks/bench/MachineFacts.h"
#include "tasks/evaluate/SeededPrompts.h"
#include "tasks/reproduce/ClipFolder.h"

#include <algorithm>
#include <chrono>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

fs::path orElse(const std::string& file, const fs::path& shipped) {
    return file.empty() ? shipped : fs::path(file);
}

std::int64_t limited(std::int64_t count, std::int64_t limit) {
    return limit > 0 ? std::min(count, limit) : count;
}

WorkCounts countsOf(const ReproduceSettings& settings, const SourceFiles& files) {
    const auto training = static_cast<std::int64_t>(readPrompts(files.training).size());
    const auto evaluation = static_cast<std::int64_t>(readPrompts(files.evaluation).size());
    return {limited(training, settings.pairs.prompts),
            static_cast<std::int64_t>(readRaterPanel(files.panel).train.size()),
            limited(evaluation, settings.evaluation.prompts)};
}

/// What is reported as held out must be.
void expectOtherPrompts(const SourceFiles& files) {
    std::set<std::string> trained;
    for (const Prompt& prompt : readPrompts(files.training)) {
        trained.insert(prompt.text);
    }
    for (const Prompt& prompt : readPrompts(files.evaluation)) {
        if (trained.count(prompt.text) > 0) {
            throw Error(ErrorKind::BadInput, "The prompt \"" + prompt.text + "\" of " + files.evaluation.string() +
                                                 " is also trained on, in " + files.training.string() +
                                                 ": evaluate on prompts that training does not know.");
        }
    }
}

/// Does a job whose findings are on disk or in its last result: progress and files pass.
/// \return the values of its last ResultRow
Json lastResult(const Job& job, const JobContext& context) {
    Json result;
    JobContext inner(context.stopToken(), [&](const JobMessage& message) {
        if (const auto* row = std::get_if<ResultRow>(&message)) {
            result = row->values;
        } else if (!std::holds_alternative<MetricRow>(message)) {
            context.publish(message);
        }
    });
    inner.onYield([&] { context.yieldPoint(); });
    inner.onTakeCommands([&] { return context.takeCommands(); });
    job(inner);
    context.throwIfStopped();
    return result;
}

/// Of a finished run, what only its last checkpoint is needed for takes most of the space.
void dropLearningState(const RunDirectory& run) {
    const std::vector<Checkpoint> checkpoints = run.checkpoints();
    for (std::size_t i = 0; i + 1 < checkpoints.size(); ++i) {
        fs::remove(checkpoints[i].folder / "optimizer.safetensors");
        fs::remove(checkpoints[i].folder / "value.safetensors");
    }
}

}  // namespace

SourceFiles::SourceFiles(const ReproduceSettings& settings)
    : training(orElse(settings.trainingPrompts, resourcesFolder() / "prompts" / "train.txt")),
      evaluation(orElse(settings.evaluationPrompts, evaluationPromptsFile())),
      panel(orElse(settings.raters, shippedRaterPanel())) {}

ReproduceWork::ReproduceWork(ReproduceSettings settings, ReproduceFolder folder)
    : settings_(std::move(settings)),
      files_(settings_),
      folder_(std::move(folder)),
      model_(findGenerator(settings_.model)),
      counts_(countsOf(settings_, files_)) {
    expectOtherPrompts(files_);
}

Json ReproduceWork::hashes() const {
    return {{"model", model_.hash},
            {"training_prompts", sha256OfFile(files_.training)},
            {"evaluation_prompts", sha256OfFile(files_.evaluation)},
            {"raters", sha256OfFile(files_.panel)},
            {"judge", findModel(readRaterPanel(files_.panel).judge).hash}};
}

EvaluatorConfig ReproduceWork::evaluator(const fs::path& preference) const {
    return {.model = model_.folder.string(),
            .preferenceModel = preference,
            .temperature = settings_.temperature,
            .fineIterations = settings_.fineIterations,
            .device = settings_.device};
}

// The first step and batch, which warm up, do not count.
Json ReproduceWork::measure(const JobContext& context) const {
    context.publish(Progress{0, 0, "measuring this machine"});
    const fs::path folder = folder_.root / "measurement";
    fs::remove_all(folder);
    const auto r = std::find_if(settings_.runs.begin(), settings_.runs.end(),
                                [](const RunSettings& run) { return run.name == "r"; });
    Recipe recipe = recipeOf(settings_, *r, folder_.root);
    recipe.preferenceModel.clear();
    recipe.selection = 0;
    recipe.steps = 3;
    recipe.valueWarmupSteps = 0;
    recipe.sampleEvery = recipe.steps;
    recipe.samplePrompts = 0;
    recipe.checkpointEvery = recipe.steps;
    const JobContext quiet(context.stopToken(), {});
    makeFinetuneJob({.recipe = recipe, .runFolder = folder / "run"})(quiet);
    const std::vector<MetricRow> rows = readMetricRows(folder / "run" / "metrics.jsonl");
    const auto perClip = [&](const char* name) {
        return rows.back().values.value(name, 0.0) / static_cast<double>(recipe.batchClips);
    };
    ClipCosts costs{perClip("time/rollout"), perClip("time/reward"), perClip("time/update"), 0.0};
    costs.evaluate = measureEvaluation(folder / "run", quiet);
    fs::remove_all(folder);
    return {{"clip_seconds", toJson(costs)}, {"machine", machineFacts()}};
}

double ReproduceWork::measureEvaluation(const fs::path& run, const JobContext& quiet) const {
    ClipEvaluator evaluating(evaluator({}));
    evaluating.usePolicy(RunDirectory::open(run).newestCheckpoint().value());
    const std::vector<Prompt> prompts = seededPrompts({.file = files_.evaluation,
                                                       .prompts = settings_.evaluation.batchClips,
                                                       .clipSeconds = settings_.clipSeconds,
                                                       .seed = settings_.seed,
                                                       .stream = "measurement"});
    (void)evaluating.make(prompts, quiet);
    const auto start = std::chrono::steady_clock::now();
    (void)evaluating.make(prompts, quiet);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    return seconds.count() / static_cast<double>(prompts.size());
}

std::vector<Prompt> ReproduceWork::pairPrompts() const {
    return seededPrompts({.file = files_.training,
                          .prompts = settings_.pairs.prompts,
                          .copies = settings_.pairs.clipsPerPrompt,
                          .clipSeconds = settings_.clipSeconds,
                          .seed = settings_.seed,
                          .stream = "pairs"});
}

std::vector<Prompt> ReproduceWork::comparedPrompts() const {
    return seededPrompts({.file = files_.evaluation,
                          .prompts = settings_.evaluation.prompts,
                          .copies = settings_.headToHead.clipsPerPrompt,
                          .clipSeconds = settings_.clipSeconds,
                          .seed = settings_.seed,
                          .stream = "head to head"});
}

Json ReproduceWork::makeRollouts(const JobContext& context) const {
    const std::vector<Prompt> prompts = pairPrompts();
    makeClipFolder({.evaluator = evaluator({}),
                    .checkpoint = {},
                    .checkpointName = {},
                    .prompts = prompts,
                    .folder = folder_.rollouts(),
                    .batchClips = settings_.pairs.batchClips},
                   context);
    return {{"clips", prompts.size()}};
}

// Which one is A takes turns.
std::vector<ClipsToCompare> ReproduceWork::trainingPairs() const {
    const std::vector<Prompt> prompts = pairPrompts();
    const auto count = static_cast<std::size_t>(counts_.pairPrompts);
    const auto copies = static_cast<std::size_t>(settings_.pairs.clipsPerPrompt);
    std::vector<ClipsToCompare> pairs;
    for (std::size_t prompt = 0; prompt < count; ++prompt) {
        for (std::size_t i = 0; i < copies; ++i) {
            for (std::size_t j = i + 1; j < copies; ++j) {
                const bool turned = pairs.size() % 2 == 1;
                const fs::path first = clipFile(folder_.rollouts(), prompts[prompt + (turned ? j : i) * count]);
                const fs::path second = clipFile(folder_.rollouts(), prompts[prompt + (turned ? i : j) * count]);
                pairs.push_back({prompts[prompt].text, first, second, "base", "base"});
            }
        }
    }
    return pairs;
}

// Which model is A takes turns from prompt to prompt.
std::vector<ClipsToCompare> ReproduceWork::modelPairs(const std::vector<std::string>& models) const {
    const std::vector<Prompt> prompts = comparedPrompts();
    std::vector<ClipsToCompare> pairs;
    for (std::size_t prompt = 0; prompt < prompts.size(); ++prompt) {
        for (std::size_t i = 0; i < models.size(); ++i) {
            for (std::size_t j = i + 1; j < models.size(); ++j) {
                const bool turned = (prompt + i + j) % 2 == 1;
                const std::string& first = models[turned ? j : i];
                const std::string& second = models[turned ? i : j];
                pairs.push_back({prompts[prompt].text, clipFile(folder_.clips(first), prompts[prompt]),
                                 clipFile(folder_.clips(second), prompts[prompt]), first, second});
            }
        }
    }
    return pairs;
}

SimulatedRatingConfig ReproduceWork::rating(const std::string& group) const {
    SimulatedRatingConfig rating;
    rating.panel = files_.panel;
    rating.group = group;
    rating.model = model_.folder.string();
    rating.impressions = folder_.impressions();
    rating.seed = settings_.seed;
    rating.device = settings_.device;
    return rating;
}

Json ReproduceWork::vote(const JobContext& context) const {
    SimulatedRatingConfig rating = this->rating("train");
    rating.pairs = trainingPairs();
    rating.ratersPerPair = settings_.pairs.ratersPerPair;
    rating.out = folder_.votes();
    makeFolder(rating.out.parent_path());
    return lastResult(makeSimulatedRatingJob(rating), context);
}

Json ReproduceWork::voteOnModels(const std::vector<std::string>& models, const JobContext& context) const {
    SimulatedRatingConfig rating = this->rating("test");
    rating.pairs = modelPairs(models);
    rating.ratersPerPair = settings_.headToHead.ratersPerPair;
    rating.out = folder_.testVotes();
    return lastResult(makeSimulatedRatingJob(rating), context);
}

Json ReproduceWork::learnPreference(const std::string& name, const JobContext& context) const {
    const fs::path out = folder_.preference(name);
    if (!fs::exists(out / "training.json")) {
        fs::path unfinished = out;
        unfinished += ".unfinished";
        const fs::path state = unfinished / "state.safetensors";
        if (!fs::exists(state)) {
            fs::remove_all(unfinished);  // of a training that had not come to the end of an epoch
        }
        PreferenceTrainConfig training;
        training.stateFile = state;
        training.pairs = folder_.votes();
        training.model = model_.folder.string();
        training.out = unfinished;
        training.tokenCache = folder_.root / "preference" / "tokens.safetensors";
        training.dropText = name == "no-text";
        training.crop = name == "half" ? 0.5 : name == "quarter" ? 0.25 : 1.0;
        training.fromScratch = name == "scratch";
        training.heldOutShare = settings_.preference.heldOut;
        training.epochs = settings_.preference.epochs;
        training.batchPairs = settings_.preference.batchPairs;
        training.learningRate = settings_.preference.learningRate;
        training.seed = settings_.seed;
        training.device = settings_.device;
        (void)lastResult(makePreferenceTrainJob(training), context);
        fs::rename(unfinished, out);
    }
    const Json trained = readJsonFile(out / "training.json");
    return {{"heldout", trained.at("heldout")}, {"best_epoch", trained.at("best_epoch")}};
}

Json ReproduceWork::finetune(const RunSettings& run, const JobContext& context) const {
    const fs::path out = folder_.run(run.name);
    const Recipe recipe = recipeOf(settings_, run, folder_.root);
    const bool begun = RunDirectory::exists(out);
    const auto stepsDone = [&] {
        const std::vector<Checkpoint> checkpoints = RunDirectory::open(out).checkpoints();
        return checkpoints.empty() ? std::int64_t{0} : checkpoints.back().step;
    };
    if (!begun || stepsDone() < recipe.steps) {
        makeFolder(out.parent_path());
        (void)lastResult(makeFinetuneJob({.recipe = recipe, .runFolder = out, .resume = begun}), context);
    }
    dropLearningState(RunDirectory::open(out));
    return {{"steps", stepsDone()}};
}

Json ReproduceWork::evaluate(const RunSettings& run, const JobContext& context) const {
    EvaluateConfig evaluation;
    evaluation.runFolder = folder_.run(run.name);
    evaluation.prompts = files_.evaluation;
    evaluation.promptCount = settings_.evaluation.prompts;
    evaluation.clipsPerPrompt = settings_.evaluation.clipsPerPrompt;
    evaluation.preferenceModel = folder_.preference("full");
    evaluation.batchClips = settings_.evaluation.batchClips;
    evaluation.seed = settings_.seed;
    evaluation.device = settings_.device;
    (void)lastResult(makeEvaluateJob(evaluation), context);
    return {{"prompts", counts_.evaluationPrompts}};
}

Json ReproduceWork::makeComparedClips(const std::string& model, const JobContext& context) const {
    const fs::path checkpoint =
        model == "base" ? fs::path() : selectedCheckpoint(RunDirectory::open(folder_.run(model))).folder;
    const std::vector<Prompt> prompts = comparedPrompts();
    makeClipFolder({.evaluator = evaluator(folder_.preference("full")),
                    .checkpoint = checkpoint,
                    .checkpointName = checkpoint.lexically_relative(folder_.root).string(),
                    .prompts = prompts,
                    .folder = folder_.clips(model),
                    .batchClips = settings_.evaluation.batchClips},
                   context);
    return {{"clips", prompts.size()}};
}

}  // namespace musicrl
