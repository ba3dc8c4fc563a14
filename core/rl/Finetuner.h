// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/FinetuneParts.h"
#include "rl/FinetuneState.h"
#include "rl/Learner.h"
#include "rl/PromptBatches.h"
#include "rl/RolloutCollector.h"
#include "rl/RunCommands.h"
#include "rl/RunRecord.h"
#include "rl/SampleWriter.h"
#include "run/RunDirectory.h"
#include "run/alarms/AlarmWatch.h"

#include <memory>
#include <string>
#include <vector>

namespace musicrl {

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
/// ends all between two steps, and none leaves before the first has written what there is to write.
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
    [[nodiscard]] JobContext withinAStep(const JobContext& context) const;
    void agree(const JobContext& context);
    void step(const JobContext& context);
    void expectReward(double meanReward);
    void endIfNothingIsFinite() const;
    void tellOfSmallerPasses(std::int64_t tokensBefore);
    void controlKl(const UpdateReport& report, Learns learns);
    [[nodiscard]] Json runMetrics(Learns learns) const;
    void finishStep(Json values, const JobContext& context);
    [[nodiscard]] Json sample(const JobContext& context);
    std::vector<RewardBreakdown> writeSamples(const JobContext& context);
    void tellOf(const std::vector<Alarm>& alarms, const JobContext& context);
    void saveCheckpoint(const JobContext& context);
    void obeyCommands(const JobContext& context);
    void change(const Json& arguments);

    const ProcessGroup group_;
    RunRecord record_;
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
    RunCommands commands_;
};

}  // namespace musicrl
