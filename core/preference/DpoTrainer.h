// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preference/DpoLearner.h"
#include "rl/FinetuneParts.h"
#include "rl/FinetuneState.h"
#include "rl/PromptOrder.h"
#include "rl/RunCommands.h"
#include "rl/RunRecord.h"
#include "rl/SampleWriter.h"
#include "run/RunDirectory.h"

#include <memory>

namespace musicrl {

/// A run that learns from judged pairs, in a run folder like any other: the same rows, checkpoints, samples and resume
/// as with a Finetuner, whose parts it takes (its prompts to learn from aside).
///
/// Bit for bit as after an uninterrupted run on the CPU with the same number of threads. Understands the commands
/// pause, resume and checkpoint.
///
/// Thread-safety: one thread, the job's.
class DpoTrainer {
public:
    struct Pairs {
        TokenizedPairs train;
        TokenizedPairs heldOut;
    };

    /// \param run  its folder; the recipe is the run's own
    DpoTrainer(const FinetuneParts& parts, Pairs pairs, RunDirectory run);

    /// Takes the run up where its newest checkpoint left it; without one, at its beginning.
    /// \throws Error(BadInput) for a checkpoint that does not fit, Error(Io)
    void resume();

    /// To the recipe's last step. \throws Error(Internal) when five steps in a row are not finite, Error(Io),
    /// JobStopped
    void run(const JobContext& context);

private:
    void step(const JobContext& context);
    [[nodiscard]] Json measure(const JobContext& context);
    void saveCheckpoint(const JobContext& context);
    void obeyCommands(const JobContext& context);

    RunRecord record_;
    const Recipe recipe_;
    Pairs pairs_;
    std::unique_ptr<RewardModel> reward_;
    PromptOrder order_;
    RolloutCollector collector_;
    SampleWriter samples_;
    DpoLearner learner_;
    FinetuneState state_;
    RunCommands commands_;
};

}  // namespace musicrl
