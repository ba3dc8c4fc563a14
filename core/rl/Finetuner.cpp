// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Finetuner.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "base/Log.h"
#include "base/Random.h"
#include "rl/Advantages.h"
#include "rl/KlController.h"
#include "rl/RewardMetrics.h"
#include "rl/SharedRollouts.h"
#include "rl/SkippedSteps.h"
#include "rl/StepMetrics.h"
#include "run/MetricsLog.h"
#include "run/RunSchedule.h"
#include "run/SampleMeasures.h"
#include "run/alarms/AlarmEvidence.h"

#include <algorithm>
#include <chrono>

namespace musicrl {
namespace {

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

/// Hears of no stop and serves nobody.
JobContext toTheEnd(const JobContext& context) {
    return JobContext({}, [&context](const JobMessage& message) { context.publish(message); });
}

void expectEvenParts(const Recipe& recipe, const ProcessGroup& group) {
    const std::int64_t divisor = group.size() * groupSize(recipe);
    if (recipe.batchClips % divisor != 0) {
        throw Error(ErrorKind::BadInput,
                    "batch_clips is " + std::to_string(recipe.batchClips) + ", which cannot be parted evenly among " +
                        std::to_string(group.size()) + " processes" +
                        (groupSize(recipe) > 1 ? " with all clips of a prompt in one of them" : "") +
                        ": choose a multiple of " + std::to_string(divisor) + ".");
    }
    if (recipe.algorithm == Algorithm::Ppo && recipe.batchClips / group.size() < recipe.ppo.minibatches) {
        throw Error(ErrorKind::BadInput, "A batch of " + std::to_string(recipe.batchClips) + " clips among " +
                                             std::to_string(group.size()) + " processes leaves each fewer than the " +
                                             std::to_string(recipe.ppo.minibatches) +
                                             " \"minibatches\" under [ppo]: choose a larger batch_clips.");
    }
}

}  // namespace

Finetuner::Finetuner(const FinetuneParts& parts, RunDirectory run)
    : group_(parts.group),
      record_(std::move(run), group_.isFirst() ? RunRecord::Role::Writer : RunRecord::Role::Reader),
      recipe_(record_.directory().recipe()),
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
    const std::optional<FinetuneState> found =
        record_.goBack([&](const std::filesystem::path& checkpoint) { learner_.load(checkpoint); });
    if (!found) {
        return;
    }
    if (found->weights != state_.weights) {
        reward_ = rewardFactory_(found->weights);
    }
    state_ = *found;
    if (group_.isFirst()) {
        for (const MetricRow& row : readMetricRows(record_.directory().metricsPath())) {
            (void)alarms_.see(row);  // what they had to tell was told
        }
    }
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
        record_.addEvent(state_.step, "stopped", endedBy_.empty() ? Json::object() : Json{{"alarm", endedBy_}});
        group_.wait();  // a launcher may end all when the first of them leaves
        throw;
    }
    saveCheckpoint(context);
    if (group_.isFirst()) {
        context.publish(Progress{recipe_.steps, recipe_.steps, "finished"});
    }
    record_.addEvent(state_.step, "finished");
}

void Finetuner::begin(const JobContext& context) {
    if (!group_.isFirst()) {
        return;
    }
    logInfo(learner_.weightUse());
    if (state_.step == 0) {
        (void)alarms_.see(record_.addRow(0, sample(withinAStep(context)), context));
    }
}

/// One process alone may stop anywhere; in a group the others would wait for it.
JobContext Finetuner::withinAStep(const JobContext& context) const {
    return group_.size() == 1 ? context : toTheEnd(context);
}

/// What came from outside since the last step, the same for all: a stop of any process, the first one's commands.
void Finetuner::agree(const JobContext& context) {
    if (group_.any(context.stopRequested() || !endedBy_.empty())) {
        throw JobStopped{};
    }
    if (group_.size() == 1) {
        return;
    }
    const Json told =
        Json::parse(group_.gather(Json{{"alpha", state_.alpha}, {"weights", state_.weights}}.dump()).front());
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
    const JobContext inside = withinAStep(context);
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
    countStep(state_, report.fault, record_);
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
    record_.addEvent(state_.step, "smaller_passes", {{"tokens", tokens}});
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
    const std::vector<Alarm> alarms = alarms_.see(record_.addRow(state_.step, std::move(values), context));
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
    if (isBeyondHope(state_)) {
        group_.wait();  // until the first has written what it has of this step
        endBeyondHope(state_);
    }
}

Json Finetuner::sample(const JobContext& context) {
    Json metrics = heldOutMetrics(writeSamples(context));
    if (state_.step > 0) {
        metrics.update(heldOutChanges(SampleMeasures::read(record_.directory().sampleFolder(0)),
                                      SampleMeasures::read(record_.directory().sampleFolder(state_.step))));
    }
    return metrics;
}

std::vector<RewardBreakdown> Finetuner::writeSamples(const JobContext& context) {
    context.publish(Progress{state_.step, recipe_.steps, "samples of step " + std::to_string(state_.step)});
    const std::string checkpoint = state_.step == 0 ? recipe_.checkpoint : "checkpoints/" + stepFolderName(state_.step);
    const auto inspect = [&](const RolloutBatch& rollouts, const std::vector<double>& rewards) {
        return learner_.inspect(rollouts, rewards, state_.alpha);
    };
    const std::int64_t tokensPerPass = learner_.tokensPerPass();
    std::vector<RewardBreakdown> scores = samples_.write(learner_.policy(), *reward_, inspect, checkpoint,
                                                         record_.directory().sampleFolder(state_.step), context);
    tellOfSmallerPasses(tokensPerPass);
    return scores;
}

void Finetuner::tellOf(const std::vector<Alarm>& alarms, const JobContext& context) {
    for (const Alarm& alarm : alarms) {
        const Json details = {{"alarm", alarm.name},
                              {"message", alarm.finding.message},
                              {"numbers", alarm.finding.numbers},
                              {"clips", evidenceClips(record_.directory(), state_.step, alarm.finding)}};
        record_.addEvent(state_.step, "alarm", details);
        Json told = {{"step", state_.step}};
        told.update(details);
        context.publish(ResultRow{"alarm", std::move(told)});
        const std::vector<std::string>& stopOn = recipe_.alarms.stopOn;
        if (std::find(stopOn.begin(), stopOn.end(), alarm.name) != stopOn.end()) {
            endedBy_ = alarm.name;
        }
    }
}

void Finetuner::saveCheckpoint(const JobContext& context) {
    record_.addCheckpoint(
        state_, [&](const std::filesystem::path& folder) { learner_.save(folder); }, context);
}

void Finetuner::obeyCommands(const JobContext& context) {
    commands_.obey({{"checkpoint", [&](const Json&) { saveCheckpoint(context); }},
                    {"set", [&](const Json& arguments) { change(arguments); }}},
                   state_, recipe_.steps, record_, context);
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

}  // namespace musicrl
