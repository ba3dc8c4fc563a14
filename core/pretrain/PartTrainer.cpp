// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/PartTrainer.h"

#include "base/AtomicFile.h"
#include "base/Fields.h"
#include "base/Log.h"
#include "pretrain/TrainerCheckpoint.h"
#include "run/MetricsLog.h"
#include "tensor/OptimizerState.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

namespace musicrl {
namespace {

using Clock = std::chrono::steady_clock;

double minutesSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count() / 60.0;
}

/// How much of the schedule is behind us, by steps or by minutes, whichever is further.
double elapsedShare(const TrainingSchedule& schedule, std::int64_t step, double minutes) {
    const double bySteps = static_cast<double>(step) / static_cast<double>(schedule.steps);
    const double byTime = schedule.maxMinutes > 0.0 ? minutes / schedule.maxMinutes : 0.0;
    return std::min(1.0, std::max(bySteps, byTime));
}

double learningRateAt(const TrainingSchedule& schedule, std::int64_t step, double share) {
    const double warmup = std::min(1.0, static_cast<double>(step + 1) / static_cast<double>(std::max<std::int64_t>(1, schedule.warmupSteps)));
    const double cosine = 0.55 + 0.45 * std::cos(std::numbers::pi * share);
    return schedule.learningRate * warmup * cosine;
}

std::string described(const std::string& name, const Json& metrics, double share, double minutesHere) {
    std::string text = "training " + name;
    if (const auto loss = metrics.find("loss"); loss != metrics.end() && loss->is_number()) {
        text += ", loss " + std::to_string(loss->get<double>()).substr(0, 6);
    }
    if (share > 0.0 && share < 1.0 && minutesHere > 0.2) {
        text += ", " + std::to_string(static_cast<int>(std::ceil(minutesHere * (1.0 - share) / share))) + " min left";
    }
    return text;
}

}  // namespace

void readSchedule(Fields& fields, TrainingSchedule& schedule) {
    fields.integer("steps", schedule.steps, 1, 100'000'000);
    fields.number("max_minutes", schedule.maxMinutes, 0.0, 1e6);
    fields.number("learning_rate", schedule.learningRate, 0.0, 1.0);
    fields.integer("warmup_steps", schedule.warmupSteps, 0, 1'000'000);
    fields.integer("checkpoint_every", schedule.checkpointEvery, 1, 10'000'000);
    fields.integer("evaluate_every", schedule.evaluateEvery, 1, 10'000'000);
}

void trainPart(const std::string& name, PartTrainer& trainer, const TrainingSchedule& schedule, std::uint64_t seed,
               const std::filesystem::path& workFolder, const JobContext& context) {
    TrainerCheckpoint checkpoint(workFolder);
    const TrainerProgress before = checkpoint.restore(trainer);
    const std::filesystem::path metrics = workFolder / "metrics.jsonl";
    makeFolder(workFolder);
    cutMetricRowsAfter(metrics, workFolder / "metrics.cut.jsonl", before.step);
    const Clock::time_point start = Clock::now();
    std::int64_t step = before.step;
    const auto minutes = [&] { return before.minutes + minutesSince(start); };
    while (step < schedule.steps && (schedule.maxMinutes <= 0.0 || minutes() < schedule.maxMinutes)) {
        if (context.stopRequested()) {
            checkpoint.save(trainer, {step, minutes()});
            throw JobStopped{};
        }
        const double share = elapsedShare(schedule, step, minutes());
        for (torch::optim::Optimizer* optimizer : trainer.optimizers()) {
            setLearningRate(*optimizer, learningRateAt(schedule, step, share));
        }
        Random random(deriveSeed(seed, name, static_cast<std::uint64_t>(step)));
        Json values = trainer.step(step, random);
        ++step;
        if (step % schedule.evaluateEvery == 0) {
            values.update(trainer.evaluate());
        }
        values["time/minutes"] = minutes();
        appendMetricRow(metrics, {step, values});
        context.publish(MetricRow{step, values});
        context.publish(Progress{static_cast<std::int64_t>(share * 1000.0), 1000, described(name, values, share, minutes())});
        if (step % schedule.checkpointEvery == 0) {
            checkpoint.save(trainer, {step, minutes()});
        }
        context.yieldPoint();
    }
    const Json last = trainer.evaluate();
    appendMetricRow(metrics, {step, last});
    context.publish(MetricRow{step, last});
    checkpoint.save(trainer, {step, minutes()});
}

}  // namespace musicrl
