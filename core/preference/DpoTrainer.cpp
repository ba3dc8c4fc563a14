// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/DpoTrainer.h"

#include "base/Error.h"
#include "base/Log.h"
#include "base/Paths.h"
#include "rl/PromptBatches.h"
#include "rl/RewardMetrics.h"
#include "run/RunSchedule.h"

#include <chrono>
#include <thread>

namespace musicrl {
namespace {

constexpr std::int64_t maxSkippedInARow = 5;
constexpr std::chrono::milliseconds pausePoll{50};

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::size_t pairsPerStep(const Recipe& recipe, const TokenizedPairs& pairs) {
    return std::min(static_cast<std::size_t>(recipe.batchClips / 2), pairs.size());
}

ClipRecipe originOf(const FinetuneParts& parts) {
    ClipRecipe origin;
    origin.modelName = parts.modelName;
    origin.modelHash = parts.modelHash;
    origin.engineVersion = programVersion();
    return origin;
}

StartingModels modelsOf(const FinetuneParts& parts) {
    return {.start = parts.start, .reference = parts.reference};
}

}  // namespace

DpoTrainer::DpoTrainer(const FinetuneParts& parts, Pairs pairs, RunDirectory run)
    : directory_(std::move(run)),
      recipe_(directory_.recipe()),
      pairs_(std::move(pairs)),
      reward_(parts.reward(recipe_.rewardWeights)),
      order_(pairs_.train.size(), pairsPerStep(recipe_, pairs_.train), recipe_.seed),
      collector_(parts.generator, recipe_.temperature, recipe_.fineIterations),
      samples_(collector_, fixedPrompts(parts.samplePrompts, recipe_), originOf(parts), recipe_.batchClips),
      learner_(modelsOf(parts), recipe_) {
    state_.seed = recipe_.seed;
    state_.alpha = recipe_.alpha;
    state_.weights = recipe_.rewardWeights;
}

void DpoTrainer::resume() {
    if (const std::optional<std::filesystem::path> checkpoint = directory_.newestCheckpoint()) {
        const std::filesystem::path file = *checkpoint / "state.json";
        const FinetuneState found = finetuneStateFromJson(readJsonFile(file), file.string());
        learner_.load(*checkpoint);
        state_ = found;
        savedStep_ = found.step;
    }
    directory_.goBackTo(state_.step == 0 ? -1 : state_.step);
    addEvent("restart");
}

void DpoTrainer::run(const JobContext& context) {
    logInfo(learner_.weightUse());
    try {
        if (state_.step == 0) {
            record(measure(context), context);
        }
        while (state_.step < recipe_.steps) {
            obeyCommands(context);
            context.yieldPoint();
            context.throwIfStopped();
            step(context);
        }
    } catch (const JobStopped&) {
        saveCheckpoint(context);
        addEvent("stopped");
        throw;
    }
    saveCheckpoint(context);
    context.publish(Progress{recipe_.steps, recipe_.steps, "finished"});
    addEvent("finished");
}

void DpoTrainer::step(const JobContext& context) {
    const std::int64_t number = state_.step + 1;
    context.publish(Progress{state_.step, recipe_.steps, "step " + std::to_string(number)});
    const auto start = std::chrono::steady_clock::now();
    const std::vector<std::size_t> chosen = order_.batchOf(number);
    const DpoReport report = learner_.update(pairs_.train, chosen);
    state_.step = number;
    for (const std::size_t pair : chosen) {
        state_.tokens += pairs_.train.a[pair].size(0) + pairs_.train.b[pair].size(0);
    }
    countSkipped(report);
    Json values = toMetrics(report);
    values.update({{"policy/grad_norm", report.gradientNorm},
                   {"lr", recipe_.learningRate},
                   {"num_tokens", state_.tokens},
                   {"train/epoch", static_cast<double>(number * static_cast<std::int64_t>(chosen.size())) /
                                       static_cast<double>(pairs_.train.size())},
                   {"train/skipped", state_.skipped},
                   {"time/update", secondsSince(start)},
                   {"time/step", secondsSince(start)}});
    if (isSampleDue(recipe_, number)) {
        // The weights have moved on: a stop waits for the samples, so that the row of this step is whole.
        values.update(measure(JobContext({}, [&](const JobMessage& message) { context.publish(message); })));
    }
    record(std::move(values), context);
    if (state_.skippedInARow >= maxSkippedInARow) {
        throw Error(ErrorKind::Internal,
                    "The run ends at step " + std::to_string(number) + ", the " + std::to_string(state_.skippedInARow) +
                        "th in a row with values that are not finite (events.jsonl says which): start "
                        "a new run from an earlier checkpoint with a lower learning rate.");
    }
    if (isCheckpointDue(recipe_, number)) {
        saveCheckpoint(context);
    }
}

void DpoTrainer::countSkipped(const DpoReport& report) {
    if (report.applied()) {
        state_.skippedInARow = 0;
        return;
    }
    ++state_.skipped;
    ++state_.skippedInARow;
    logWarning("Step " + std::to_string(state_.step) + " was skipped: " + report.fault + " was not finite.");
    addEvent("skipped", {{"reason", report.fault + " was not finite"}});
}

/// The held-out pairs, and clips of the fixed prompts with their exact KL to the reference.
Json DpoTrainer::measure(const JobContext& context) {
    context.publish(Progress{state_.step, recipe_.steps, "samples of step " + std::to_string(state_.step)});
    const auto start = std::chrono::steady_clock::now();
    Json values = toMetrics(learner_.measure(pairs_.heldOut, context), "eval/");
    double kl = 0.0;
    const auto inspect = [&](const RolloutBatch& rollouts, const std::vector<double>&) {
        TokenFigures figures = learner_.inspect(rollouts);
        kl += figures.klNats.sum().item<double>();
        return figures;
    };
    const std::string checkpoint = state_.step == 0 ? recipe_.checkpoint : "checkpoints/" + stepFolderName(state_.step);
    const std::vector<RewardBreakdown> scores =
        samples_.write(learner_.policy(), *reward_, inspect, checkpoint, directory_.sampleFolder(state_.step), context);
    values.update(heldOutMetrics(scores));
    if (!scores.empty()) {
        values["objective/kl"] = kl / static_cast<double>(scores.size());
    }
    values["time/samples"] = secondsSince(start);
    return values;
}

void DpoTrainer::record(Json values, const JobContext& context) {
    const MetricRow row{state_.step, std::move(values)};
    directory_.appendMetrics(row);
    context.publish(row);
}

void DpoTrainer::saveCheckpoint(const JobContext& context) {
    if (state_.step == savedStep_) {
        return;
    }
    CheckpointWriter writer = directory_.beginCheckpoint(state_.step);
    learner_.save(writer.folder());
    writeJsonFile(writer.folder() / "state.json", toJson(state_));
    const Checkpoint checkpoint = writer.commit();
    savedStep_ = state_.step;
    context.publish(FileWritten{checkpoint.folder, "checkpoint"});
}

void DpoTrainer::obeyCommands(const JobContext& context) {
    do {
        for (const Command& command : context.takeCommands()) {
            if (command.name == "pause" || command.name == "resume") {
                paused_ = command.name == "pause";
                context.publish(Progress{state_.step, recipe_.steps, paused_ ? "paused" : "going on"});
            } else if (command.name == "checkpoint") {
                saveCheckpoint(context);
            } else {
                const std::string reason =
                    "A run from pairs knows the commands pause, resume and checkpoint, not \"" + command.name + "\".";
                logWarning(reason);  // a wrong command must not end a long run
                addEvent("refused", {{"command", command.name}, {"reason", reason}});
                continue;
            }
            addEvent(command.name);
        }
        if (paused_) {
            context.throwIfStopped();
            context.yieldPoint();
            std::this_thread::sleep_for(pausePoll);
        }
    } while (paused_);
}

void DpoTrainer::addEvent(const std::string& name, Json details) const {
    Json event = {{"event", name}, {"step", state_.step}};
    event.update(details);
    directory_.appendEvent(event);
}

}  // namespace musicrl
