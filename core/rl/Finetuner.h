// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/Generator.h"
#include "record/ClipRecipe.h"
#include "reward/RewardModel.h"
#include "rl/FinetuneState.h"
#include "rl/Learner.h"
#include "rl/PromptBatches.h"
#include "rl/RolloutCollector.h"
#include "rl/SampleWriter.h"
#include "run/RunDirectory.h"
#include "run/alarms/AlarmWatch.h"
#include "tensor/ProcessGroup.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace musicrl {

/// A reward model with these weights of its terms; called again when they are changed during a run.
/// \throws Error(BadInput) for a term that it does not know
using RewardFactory = std::function<std::unique_ptr<RewardModel>(const std::map<std::string, double>& weights)>;

/// What a run is made from, besides its recipe.
struct FinetuneParts {
    const Generator& generator;         ///< outlives the run
    const Policy& start;                ///< where policy and value network start; copied
    const Policy* reference = nullptr;  ///< of the KL where that is not the start; the generator's own for "base", else copied
    RewardFactory reward;
    std::vector<Prompt> prompts;        ///< to learn from: their texts
    std::vector<Prompt> samplePrompts;  ///< the fixed prompts: ids and texts
    std::string modelName;
    std::string modelHash;
    ProcessGroup group = {};            ///< the processes that learn together
};

/// The loop: collect → score → advantages → update → record, into a run folder.
///
/// A row, a clip or a checkpoint is on disk before it is published. A process that is killed at any moment leaves a run
/// that resume() takes up at its newest checkpoint, and on the CPU with the same number of threads it goes on bit for
/// bit. Commands and other jobs are served between steps. A stop ends the step at hand early, or, once its update is
/// done, after its row and samples, and leaves a checkpoint. So does an alarm that the recipe stops on; a run that is taken
/// up again after one goes on in spite of it.
///
/// In a group of processes each samples, scores and learns from an equal part of every step's clips. The first alone writes
/// the run folder, obeys commands, makes samples and watches for alarms, and what it publishes is told of all; a stop of any
/// ends all between two steps.
///
/// Thread-safety: one thread, the job's.
class Finetuner {
public:
    /// \param run  its folder; the recipe is the run's own
    /// \throws Error(BadInput) for a batch that cannot be parted evenly among the group
    Finetuner(const FinetuneParts& parts, RunDirectory run);

    /// Takes the run up where its newest checkpoint left it; without one, at its beginning.
    /// \throws Error(BadInput) for a checkpoint that does not fit, Error(Io)
    void resume();

    /// To the recipe's last step. Publishes ResultRow("alarm") with what events.jsonl says of it.
    /// \throws Error(Internal) when five steps in a row are not finite, Error(Io), JobStopped
    void run(const JobContext& context);

private:
    void begin(const JobContext& context);
    void agree(const JobContext& context);
    void step(const JobContext& context);
    void expectReward(double meanReward);
    void endIfNothingIsFinite() const;
    void countSkipped(const UpdateReport& report);
    void tellOfSmallerPasses(std::int64_t tokensBefore);
    void controlKl(const UpdateReport& report, Learns learns);
    [[nodiscard]] Json runMetrics(Learns learns) const;
    void finishStep(Json values, const JobContext& context);
    [[nodiscard]] Json sample(const JobContext& context);
    std::vector<RewardBreakdown> writeSamples(const JobContext& context);
    void tellOf(const std::vector<Alarm>& alarms, const JobContext& context);
    MetricRow record(Json values, const JobContext& context);
    void saveCheckpoint(const JobContext& context);

    void obeyCommands(const JobContext& context);
    void obey(const Command& command, const JobContext& context);
    void change(const Json& arguments);
    void addEvent(const std::string& name, Json details = Json::object()) const;

    const RunDirectory directory_;
    const ProcessGroup group_;
    const Recipe recipe_;
    RewardFactory rewardFactory_;
    std::unique_ptr<RewardModel> reward_;
    PromptBatches prompts_;
    RolloutCollector collector_;
    SampleWriter samples_;
    Learner learner_;
    AlarmWatch alarms_;
    FinetuneState state_;
    std::string endedBy_;  ///< the alarm that the run is to end on
    std::int64_t savedStep_ = 0;
    bool paused_ = false;
};

}  // namespace musicrl
