// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "base/Random.h"
#include "job/JobContext.h"

#include <torch/torch.h>

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// What one part of a model brings to the training loop. The loop owns steps, checkpoints, metrics and stopping.
class PartTrainer {
public:
    virtual ~PartTrainer() = default;

    /// Everything that a checkpoint must hold: weights, running statistics, discriminators.
    [[nodiscard]] virtual torch::nn::Module& state() = 0;
    [[nodiscard]] virtual std::vector<torch::optim::Optimizer*> optimizers() = 0;

    /// One update. \return metrics, such as {"loss": 1.2}. All randomness comes from \p random (seed at::Generators from it).
    [[nodiscard]] virtual Json step(std::int64_t step, Random& random) = 0;

    /// Measures on held-out data, such as {"heldout/top1": 0.3}; called every evaluateEvery steps and at the end.
    [[nodiscard]] virtual Json evaluate() = 0;

    /// Writes the finished part (config.json, model.safetensors in float16) into \p folder.
    virtual void save(const std::filesystem::path& folder) = 0;
};

struct TrainingSchedule {
    std::int64_t steps = 1000;
    double maxMinutes = 0.0;  ///< ends early after this much time; 0: never
    double learningRate = 3e-4;
    std::int64_t warmupSteps = 50;  ///< linear from 0; afterwards cosine to a tenth
    std::int64_t checkpointEvery = 200;
    std::int64_t evaluateEvery = 500;
};

/// Reads the schedule's keys out of a part's settings: steps, max_minutes, learning_rate, warmup_steps,
/// checkpoint_every, evaluate_every. The other keys stay for the part.
class Fields;
void readSchedule(Fields& fields, TrainingSchedule& schedule);

/// Trains to the end of the schedule, going on from the newest checkpoint in \p workFolder; metrics.jsonl there.
/// A stop leaves a checkpoint. \throws JobStopped, Error
void trainPart(const std::string& name, PartTrainer& trainer, const TrainingSchedule& schedule, std::uint64_t seed,
               const std::filesystem::path& workFolder, const JobContext& context);

}  // namespace musicrl
