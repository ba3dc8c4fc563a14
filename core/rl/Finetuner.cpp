// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Finetuner.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "base/Log.h"
#include "base/Paths.h"
#include "base/Random.h"
#include "rl/Advantages.h"
#include "rl/KlController.h"
#include "rl/RewardMetrics.h"
#include "rl/SharedRollouts.h"
#include "rl/StepMetrics.h"
#include "run/MetricsLog.h"
#include "run/RunSchedule.h"
#include "run/SampleMeasures.h"
#include "run/alarms/AlarmEvidence.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace musicrl {
namespace {

constexpr std::int64_t maxSkippedInARow = 5;
constexpr std::chrono::milliseconds pausePoll{50};

/// Seconds since the last call.
class Stopwatch {
public:
    double lap() {
        const Clock::time_point now = Clock::now();
        const double seconds = std::chrono::duration<double>(now - last_).count();
        last_ = now;
        return seconds;
    }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point last_ = Clock::now();
};

ClipRecipe originOf(const FinetuneParts& parts) {
    ClipRecipe origin;
    origin.modelName = parts.modelName;
    origin.modelHash = parts.modelHash;
    origin.engineVersion = programVersion();
    return origin;
}

/// The model as shipped counts as a model of its own where it is not the reference.
StartingModels modelsOf(const FinetuneParts& parts, const Recipe& recipe) {
    const Policy* base = &parts.generator.policy();
    const bool isReference = parts.reference == nullptr ? recipe.checkpoint.empty() : parts.reference == base;
    return {.start = parts.start, .reference = parts.reference, .base = isReference ? nullptr : base};
}

FinetuneState startOf(const Recipe& recipe) {
    FinetuneState state;
    state.seed = recipe.seed;
    state.alpha = recipe.alpha;
    state.weights = recipe.rewardWeights;
    return state;
}

/// Serves nobody: what one process of a group does within a step, the others wait for.
JobContext toTheEnd(const JobContext& context) {
    return JobContext({}, [&context](const JobMessage& message) { context.publish(message); });
}

void expectEvenParts(const Recipe& recipe, const ProcessGroup& group) {
    if (recipe.batchClips % (group.size() * groupSize(recipe)) != 0) {
        throw Error(ErrorKind::BadInput, "batch_clips is " + std::to_string(recipe.batchClips) +
                                             ", which cannot be parted evenly among " + std::to_string(group.size()) +
                                             " processes" +
                                             (groupSize(recipe) > 1 ? " with all clips of a prompt in one of them" : "") +
                                             ": choose a multiple of " +
                                             std::to_string(group.size() * groupSize(recipe)) + ".");
    }
}

}  // namespace

Finetuner::Finetuner(const FinetuneParts& parts, RunDirectory run)
    : directory_(std::move(run)),
      group_(parts.group),
      recipe_(directory_.recipe()),
      rewardFactory_(parts.reward),
      reward_(rewardFactory_(recipe_.rewardWeights)),
      prompts_(parts.prompts, recipe_),
      collector_(parts.generator, recipe_.temperature, recipe_.fineIterations),
      samples_(collector_, fixedPrompts(parts.samplePrompts, recipe_), originOf(parts), recipe_.batchClips),
      learner_(modelsOf(parts, recipe_), recipe_, group_),
      alarms_(recipe_),
      state_(startOf(recipe_)) {
    expectEvenParts(recipe_, group_);
}

void Finetuner::resume() {
    const std::optional<std::filesystem::path> checkpoint = directory_.newestCheckpoint();
    if (!checkpoint) {
        if (group_.isFirst()) {
            directory_.goBackTo(-1);
        }
        addEvent("restart");
        return;
    }
    const std::filesystem::path file = *checkpoint / "state.json";
    const FinetuneState found = finetuneStateFromJson(readJsonFile(file), file.string());
    learner_.load(*checkpoint);
    if (found.weights != state_.weights) {
        reward_ = rewardFactory_(found.weights);
    }
    state_ = found;
    savedStep_ = found.step;
    if (!group_.isFirst()) {
        return;
    }
    directory_.goBackTo(found.step);
    for (const MetricRow& row : readMetricRows(directory_.metricsPath())) {
        (void)alarms_.see(row);  // what they had to tell was told
    }
    addEvent("restart");
}

void Finetuner::run(const JobContext& context) {
    try {
        begin(context);
        while (state_.step < recipe_.steps) {
            obeyCommands(context);
            context.yieldPoint();
            agree(context);
            step(context);
        }
    } catch (const JobStopped&) {
        saveCheckpoint(context);
        addEvent("stopped", endedBy_.empty() ? Json::object() : Json{{"alarm", endedBy_}});
        throw;
    }
    saveCheckpoint(context);
    if (group_.isFirst()) {
        context.publish(Progress{recipe_.steps, recipe_.steps, "finished"});
    }
    addEvent("finished");
}

void Finetuner::begin(const JobContext& context) {
    if (!group_.isFirst()) {
        return;
    }
    logInfo(learner_.weightUse());
    if (state_.step == 0) {
        (void)alarms_.see(record(sample(context), context));
    }
}

/// What came from outside since the last step, the same for all: a stop of any process, the first one's commands.
void Finetuner::agree(const JobContext& context) {
    if (group_.any(context.stopRequested() || !endedBy_.empty())) {
        throw JobStopped{};
    }
    if (group_.size() == 1) {
        return;
    }
    const Json told = Json::parse(group_.gather(Json{{"alpha", state_.alpha}, {"weights", state_.weights}}.dump()).front());
    state_.alpha = told.at("alpha");
    const auto weights = told.at("weights").get<std::map<std::string, double>>();
    if (weights != state_.weights) {
        reward_ = rewardFactory_(weights);
        state_.weights = weights;
    }
}

void Finetuner::step(const JobContext& context) {
    const std::int64_t number = state_.step + 1;
    const Learns learns = number > recipe_.valueWarmupSteps ? Learns::PolicyAndValue : Learns::ValueOnly;
    if (group_.isFirst()) {
        context.publish(Progress{state_.step, recipe_.steps, "step " + std::to_string(number)});
    }
    const JobContext inside = group_.size() == 1 ? context : toTheEnd(context);
    const std::vector<Prompt> prompts = prompts_.batchOf(number);
    Stopwatch watch;
    const RolloutBatch own = collector_.collect(learner_.policy(), ownPart(prompts, group_), inside);
    const RolloutBatch rollouts = gathered(own, prompts, group_);
    Json times = {{"time/rollout", watch.lap()}};
    const std::vector<RewardBreakdown> ownRewards =
        reward_->score(rewardInputs(own, collector_.generator().codecHash()), inside);
    const std::vector<RewardBreakdown> rewards = gathered(ownRewards, group_);
    times["time/reward"] = watch.lap();
    if ((number == 1 || learns == Learns::ValueOnly) && areFinite(totals(rewards))) {
        expectReward(meanTotal(rewards));
    }
    const std::int64_t tokensPerPass = learner_.tokensPerPass();
    const UpdateReport report = learner_.update(
        own, totals(ownRewards),
        {state_.alpha, learns, deriveSeed(recipe_.seed, "minibatches", static_cast<std::uint64_t>(number))});
    times["time/update"] = watch.lap();

    state_.step = number;
    state_.tokens += rollouts.tokenCount();
    tellOfSmallerPasses(tokensPerPass);
    countSkipped(report);
    Json values = stepMetrics(rollouts, rewards, report, state_.alpha, groupSize(recipe_));
    values.update(runMetrics(learns));
    values.update(timeMetrics(std::move(times), rollouts.tokenCount()));
    controlKl(report, learns);
    if (group_.isFirst()) {
        finishStep(std::move(values), context);
    } else {
        endIfNothingIsFinite();
    }
}

/// One batch's mean is too far off to be a baseline, so it is the mean over all steps so far that had one.
void Finetuner::expectReward(double meanReward) {
    const std::int64_t steps = state_.step + 1 - state_.skipped;
    state_.warmupReward += (meanReward - state_.warmupReward) / static_cast<double>(steps);
    learner_.expectReward(state_.warmupReward, state_.alpha);
}

void Finetuner::tellOfSmallerPasses(std::int64_t tokensBefore) {
    const std::int64_t tokens = learner_.tokensPerPass();
    if (tokens == tokensBefore) {
        return;
    }
    logWarning("The memory was not enough: from step " + std::to_string(state_.step) + " on at most " +
               std::to_string(tokens) + " tokens go through the models at a time. The batch stays what it is.");
    addEvent("smaller_passes", {{"tokens", tokens}});
}

void Finetuner::controlKl(const UpdateReport& report, Learns learns) {
    if (recipe_.klControl == KlControl::Adaptive && learns == Learns::PolicyAndValue && report.applied()) {
        state_.alpha = adaptedAlpha(state_.alpha, report.policy.klNats, recipe_.klTargetNats, recipe_.klGain);
    }
}

Json Finetuner::runMetrics(Learns learns) const {
    return {{"lr", learns == Learns::PolicyAndValue ? recipe_.learningRate : 0.0},
            {"num_tokens", state_.tokens},
            {"train/skipped", state_.skipped}};
}

void Finetuner::finishStep(Json values, const JobContext& context) {
    // The weights have moved on: a stop waits for the samples, so that what there is of this step is whole.
    const JobContext unstoppable = toTheEnd(context);
    const bool isSampled = isSampleDue(recipe_, state_.step);
    if (isSampled) {
        Stopwatch watch;
        values.update(sample(unstoppable));
        values["time/samples"] = watch.lap();
    }
    const std::vector<Alarm> alarms = alarms_.see(record(std::move(values), context));
    if (!alarms.empty() && !isSampled) {
        (void)writeSamples(unstoppable);  // so that this step can be heard
    }
    tellOf(alarms, context);
    endIfNothingIsFinite();
    if (isCheckpointDue(recipe_, state_.step)) {
        saveCheckpoint(context);
    }
}

void Finetuner::endIfNothingIsFinite() const {
    if (state_.skippedInARow >= maxSkippedInARow) {
        throw Error(ErrorKind::Internal,
                    "The run ends at step " + std::to_string(state_.step) + ", the " +
                        std::to_string(state_.skippedInARow) +
                        "th in a row with values that are not finite (events.jsonl says which): start a new run from "
                        "an earlier checkpoint with a lower learning rate, or look at the reward if it is to blame.");
    }
}

void Finetuner::countSkipped(const UpdateReport& report) {
    if (report.applied()) {
        state_.skippedInARow = 0;
        return;
    }
    ++state_.skipped;
    ++state_.skippedInARow;
    logWarning("Step " + std::to_string(state_.step) + " was skipped: " + report.fault + " was not finite.");
    addEvent("skipped", {{"reason", report.fault + " was not finite"}});
}

Json Finetuner::sample(const JobContext& context) {
    Json metrics = heldOutMetrics(writeSamples(context));
    if (state_.step > 0) {
        metrics.update(heldOutChanges(SampleMeasures::read(directory_.sampleFolder(0)),
                                      SampleMeasures::read(directory_.sampleFolder(state_.step))));
    }
    return metrics;
}

std::vector<RewardBreakdown> Finetuner::writeSamples(const JobContext& context) {
    context.publish(Progress{state_.step, recipe_.steps, "samples of step " + std::to_string(state_.step)});
    const std::string checkpoint =
        state_.step == 0 ? recipe_.checkpoint : "checkpoints/" + stepFolderName(state_.step);
    const auto inspect = [&](const RolloutBatch& rollouts, const std::vector<double>& rewards) {
        return learner_.inspect(rollouts, rewards, state_.alpha);
    };
    const std::int64_t tokensPerPass = learner_.tokensPerPass();
    std::vector<RewardBreakdown> scores = samples_.write(learner_.policy(), *reward_, inspect, checkpoint,
                                                         directory_.sampleFolder(state_.step), context);
    tellOfSmallerPasses(tokensPerPass);
    return scores;
}

void Finetuner::tellOf(const std::vector<Alarm>& alarms, const JobContext& context) {
    for (const Alarm& alarm : alarms) {
        const Json details = {{"alarm", alarm.name},
                              {"message", alarm.finding.message},
                              {"numbers", alarm.finding.numbers},
                              {"clips", evidenceClips(directory_, state_.step, alarm.finding)}};
        addEvent("alarm", details);
        Json told = {{"step", state_.step}};
        told.update(details);
        context.publish(ResultRow{"alarm", std::move(told)});
        const std::vector<std::string>& stopOn = recipe_.alarms.stopOn;
        if (std::find(stopOn.begin(), stopOn.end(), alarm.name) != stopOn.end()) {
            endedBy_ = alarm.name;
        }
    }
}

MetricRow Finetuner::record(Json values, const JobContext& context) {
    MetricRow row{state_.step, std::move(values)};
    directory_.appendMetrics(row);
    context.publish(row);
    return row;
}

void Finetuner::saveCheckpoint(const JobContext& context) {
    if (state_.step == savedStep_ || !group_.isFirst()) {
        return;
    }
    CheckpointWriter writer = directory_.beginCheckpoint(state_.step);
    learner_.save(writer.folder());
    writeJsonFile(writer.folder() / "state.json", toJson(state_));
    const Checkpoint checkpoint = writer.commit();
    savedStep_ = state_.step;
    context.publish(FileWritten{checkpoint.folder, "checkpoint"});
}

void Finetuner::obeyCommands(const JobContext& context) {
    do {
        for (const Command& command : context.takeCommands()) {
            obey(command, context);
        }
        if (paused_) {
            paused_ = !context.stopRequested();
            context.yieldPoint();
            std::this_thread::sleep_for(pausePoll);
        }
    } while (paused_);
}

void Finetuner::obey(const Command& command, const JobContext& context) {
    try {
        if (command.name == "pause" || command.name == "resume") {
            paused_ = command.name == "pause";
            context.publish(Progress{state_.step, recipe_.steps, paused_ ? "paused" : "going on"});
        } else if (command.name == "checkpoint") {
            saveCheckpoint(context);
        } else if (command.name == "set") {
            change(command.arguments);
        } else {
            throw Error(ErrorKind::BadInput, "A run knows the commands pause, resume, checkpoint and set, not \"" +
                                                 command.name + "\".");
        }
        addEvent(command.name, command.arguments);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::BadInput && error.kind() != ErrorKind::NotFound) {
            throw;
        }
        logWarning(error.what());  // a wrong command must not end a long run
        addEvent("refused", {{"command", command.name}, {"arguments", command.arguments}, {"reason", error.what()}});
    }
}

void Finetuner::change(const Json& arguments) {
    FinetuneState changed = state_;
    Fields fields(arguments, "the command set");
    fields.number("alpha", changed.alpha, 0.0, 1.0);
    const Json weights = fields.object("weights");
    fields.finish();
    Fields weightFields(weights, "the command set, weights");
    for (const auto& [name, ignored] : weights.items()) {
        weightFields.number(name, changed.weights[name], 0.0, 100.0);
    }
    if (changed.weights != state_.weights) {
        reward_ = rewardFactory_(changed.weights);  // refuses a term that it does not know
    }
    state_ = std::move(changed);
}

void Finetuner::addEvent(const std::string& name, Json details) const {
    if (!group_.isFirst()) {
        return;
    }
    Json event = {{"event", name}, {"step", state_.step}};
    event.update(details);
    directory_.appendEvent(event);
}

}  // namespace musicrl
