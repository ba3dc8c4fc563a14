// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/DpoTrainer.h"

#include "base/Log.h"
#include "rl/PromptBatches.h"
#include "rl/RewardMetrics.h"
#include "rl/SkippedSteps.h"
#include "run/RunSchedule.h"

#include <algorithm>
#include <chrono>

namespace musicrl {
namespace {

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::size_t pairsPerStep(const Recipe& recipe, const TokenizedPairs& pairs) {
    return std::min(static_cast<std::size_t>(recipe.batchClips / 2), pairs.size());
}

StartingModels modelsOf(const FinetuneParts& parts) {
    return {.start = parts.start, .reference = parts.reference};
}

}  // namespace

DpoTrainer::DpoTrainer(const FinetuneParts& parts, Pairs pairs, RunDirectory run)
    : record_(std::move(run), RunRecord::Role::Writer),
      recipe_(record_.directory().recipe()),
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
    const std::optional<FinetuneState> found =
        record_.goBack([&](const std::filesystem::path& checkpoint) { learner_.load(checkpoint); });
    state_ = found.value_or(state_);
}

void DpoTrainer::run(const JobContext& context) {
    logInfo(learner_.weightUse());
    try {
        if (state_.step == 0) {
            record_.addRow(0, measure(context), context);
        }
        while (state_.step < recipe_.steps) {
            obeyCommands(context);
            context.yieldPoint();
            context.throwIfStopped();
            step(context);
        }
    } catch (const JobStopped&) {
        saveCheckpoint(context);
        record_.addEvent(state_.step, "stopped");
        throw;
    }
    saveCheckpoint(context);
    context.publish(Progress{recipe_.steps, recipe_.steps, "finished"});
    record_.addEvent(state_.step, "finished");
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
    countStep(state_, report.fault, record_);
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
    record_.addRow(number, std::move(values), context);
    if (isBeyondHope(state_)) {
        endBeyondHope(state_);
    }
    if (isCheckpointDue(recipe_, number)) {
        saveCheckpoint(context);
    }
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
    const std::vector<RewardBreakdown> scores = samples_.write(learner_.policy(), *reward_, inspect, checkpoint,
                                                               record_.directory().sampleFolder(state_.step), context);
    values.update(heldOutMetrics(scores));
    if (!scores.empty()) {
        values["objective/kl"] = kl / static_cast<double>(scores.size());
    }
    values["time/samples"] = secondsSince(start);
    return values;
}

void DpoTrainer::saveCheckpoint(const JobContext& context) {
    record_.addCheckpoint(
        state_, [&](const std::filesystem::path& folder) { learner_.save(folder); }, context);
}

void DpoTrainer::obeyCommands(const JobContext& context) {
    commands_.obey({{"checkpoint", [&](const Json&) { saveCheckpoint(context); }}}, state_, recipe_.steps, record_,
                   context);
}

}  // namespace musicrl
