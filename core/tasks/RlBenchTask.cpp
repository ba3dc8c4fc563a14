// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/RlBenchTask.h"

#include "base/Paths.h"
#include "base/PeakMemory.h"
#include "music/musiclm/MusicLmGenerator.h"
#include "record/PromptSet.h"
#include "reward/LoadRewards.h"
#include "rl/Learner.h"
#include "rl/PlainLearner.h"
#include "rl/PromptBatches.h"
#include "rl/RewardMetrics.h"
#include "rl/RolloutCollector.h"
#include "tasks/ModelCatalog.h"
#include "tasks/SystemReport.h"
#include "tasks/bench/MachineFacts.h"
#include "tensor/Device.h"
#include "tensor/FlopCount.h"
#include "tensor/TorchErrors.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <limits>

namespace musicrl {
namespace {

constexpr double askedRatio = 1.5;
constexpr std::array phases = {"rollout", "reward", "update"};

/// Seconds or operations of each phase, and their sum as the last.
using OfPhases = std::array<double, phases.size() + 1>;

Json phasesJson(const OfPhases& values) {
    return {{"rollout", values[0]}, {"reward", values[1]}, {"update", values[2]}, {"step", values[3]}};
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

OfPhases medianOf(const std::vector<OfPhases>& steps) {
    OfPhases result{};
    for (std::size_t phase = 0; phase < result.size(); ++phase) {
        std::vector<double> values;
        for (const OfPhases& step : steps) {
            values.push_back(step[phase]);
        }
        result[phase] = median(values);
    }
    return result;
}

/// Plain over ours, pair by pair.
double medianRatio(const std::vector<OfPhases>& plain, const std::vector<OfPhases>& ours, std::size_t phase) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        ratios.push_back(plain[i][phase] / ours[i][phase]);
    }
    return median(ratios);
}

struct StepTimes {
    OfPhases wall;  ///< seconds
    OfPhases cpu;   ///< seconds of all threads together
};

/// Of several steps.
struct Times {
    std::vector<OfPhases> wall;
    std::vector<OfPhases> cpu;

    void add(const StepTimes& step) {
        wall.push_back(step.wall);
        cpu.push_back(step.cpu);
    }
};

double cpuSeconds() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double megabytes(std::int64_t bytes) {
    return static_cast<double>(bytes) * 1e-6;
}

class RlBench {
public:
    explicit RlBench(const RlBenchConfig& config)
        : config_(config),
          model_(findGenerator(config.recipe.model)),
          device_(deviceFromName(config.recipe.device)),
          generator_(loadMusicLm(model_.folder, device_)),
          reward_(loadRewards(model_.folder, config.recipe.rewardWeights, device_, config.recipe.preferenceModel)),
          prompts_(readPrompts(resourcesFolder() / "prompts" / "train.txt"), config.recipe),
          collector_(*generator_, config.recipe.temperature, config.recipe.fineIterations),
          ours_({.start = generator_->policy()}, config.recipe),
          plain_(generator_->policy(), config.recipe) {
        (void)generator_->framesFor(config.recipe.clipSeconds);
    }

    void run(const JobContext& context) {
        const std::int64_t total = 2 * (config_.repeats + 1);
        context.publish(Progress{0, total, "counting operations"});
        resetPeakMemory();
        before_ = peakMemoryBytes();
        gflop_ = measuredBy([](const auto& work) { return countFlops(work) * 1e-9; }, ourUpdate(), ours_.policy(), 1,
                            context);
        if (device_.is_cuda()) {
            gflop_.fill(std::numeric_limits<double>::quiet_NaN());  // its backward passes are on a thread of LibTorch's own
        }
        peak_ = peakMemoryBytes();
        context.publish(Progress{1, total, "warming up"});
        (void)timedStep(plainUpdate(), plain_.policy(), 1, context);
        for (std::int64_t i = 0; i < config_.repeats; ++i) {
            context.publish(Progress{2 + 2 * i, total, "timing"});
            const std::int64_t step = 2 + i;
            const auto timeOurs = [&] { ourTimes_.add(timedStep(ourUpdate(), ours_.policy(), step, context)); };
            const auto timePlain = [&] { plainTimes_.add(timedStep(plainUpdate(), plain_.policy(), step, context)); };
            i % 2 == 0 ? timeOurs() : timePlain();  // neither is always the one that comes second
            i % 2 == 0 ? timePlain() : timeOurs();
        }
        gemmGflops_ = std::max(gemmGflops_, inspectSystem().matmulGflops);
        context.publish(Progress{total, total, "timing"});
        context.publish(ResultRow{"rl_bench", result()});
    }

private:
    using Update = std::function<void(const RolloutBatch&, const std::vector<double>&)>;

    Update ourUpdate() {
        return [this](const RolloutBatch& rollouts, const std::vector<double>& rewards) {
            (void)ours_.update(rollouts, rewards, {.alpha = config_.recipe.alpha});
        };
    }
    Update plainUpdate() {
        return [this](const RolloutBatch& rollouts, const std::vector<double>& rewards) {
            plain_.update(rollouts, rewards, config_.recipe.alpha);
        };
    }

    /// One step, each phase measured by \p measure(work).
    template <typename Measure>
    OfPhases measuredBy(const Measure& measure, const Update& update, const Policy& policy, std::int64_t step,
                        const JobContext& context) {
        context.throwIfStopped();
        RolloutBatch rollouts;
        std::vector<RewardBreakdown> rewards;
        OfPhases values{};
        values[0] = measure([&] { rollouts = collector_.collect(policy, prompts_.batchOf(step), context); });
        values[1] =
            measure([&] { rewards = reward_->score(rewardInputs(rollouts, generator_->codecHash()), context); });
        values[2] = measure([&] { update(rollouts, totals(rewards)); });
        values[3] = values[0] + values[1] + values[2];
        tokens_ = rollouts.tokenCount();
        return values;
    }

    StepTimes timedStep(const Update& update, const Policy& policy, std::int64_t step, const JobContext& context) {
        StepTimes times{};
        std::size_t phase = 0;
        const auto seconds = [&](const auto& work) {
            const double cpuBefore = cpuSeconds();
            const auto start = std::chrono::steady_clock::now();
            work();
            times.cpu[phase] = cpuSeconds() - cpuBefore;
            times.cpu.back() += times.cpu[phase++];
            return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        };
        times.wall = measuredBy(seconds, update, policy, step, context);
        return times;
    }

    [[nodiscard]] Json result() const {
        const OfPhases ours = medianOf(ourTimes_.wall);
        const auto ratioOf = [&](std::vector<OfPhases> Times::*clock, std::size_t phase) {
            return medianRatio(plainTimes_.*clock, ourTimes_.*clock, phase);
        };
        constexpr std::size_t update = 2;
        const double ratio = ratioOf(&Times::wall, phases.size());
        OfPhases bound{};
        for (std::size_t phase = 0; phase < bound.size(); ++phase) {
            bound[phase] = gflop_[phase] / gemmGflops_ / ours[phase];
        }
        return {{"machine", machineFacts()},
                {"model", {{"name", model_.name}, {"hash", model_.hash}}},
                {"settings",
                 {{"clips", config_.recipe.batchClips},
                  {"seconds", config_.recipe.clipSeconds},
                  {"tokens", tokens_},
                  {"lora_rank", config_.recipe.lora.rank},
                  {"repeats", config_.repeats}}},
                {"ours", phasesJson(ours)},
                {"plain", phasesJson(medianOf(plainTimes_.wall))},
                {"ours_cpu", phasesJson(medianOf(ourTimes_.cpu))},
                {"plain_cpu", phasesJson(medianOf(plainTimes_.cpu))},
                {"ratio",
                 {{"step", ratio},
                  {"update", ratioOf(&Times::wall, update)},
                  {"step_cpu", ratioOf(&Times::cpu, phases.size())},
                  {"update_cpu", ratioOf(&Times::cpu, update)}}},
                {"asked", askedRatio},
                {"met", ratio >= askedRatio},
                {"gflop", phasesJson(gflop_)},
                {"gemm_gflops_per_second", gemmGflops_},
                {"bound_share", phasesJson(bound)},
                {"memory_mb", {{"before", megabytes(before_)}, {"peak", megabytes(peak_)}}}};
    }

    const RlBenchConfig& config_;
    ModelInfo model_;
    torch::Device device_;
    std::unique_ptr<MusicLmGenerator> generator_;
    std::unique_ptr<RewardModel> reward_;
    PromptBatches prompts_;
    RolloutCollector collector_;
    Learner ours_;
    PlainLearner plain_;
    double gemmGflops_ = inspectSystem().matmulGflops;
    OfPhases gflop_{};
    Times ourTimes_;
    Times plainTimes_;
    std::int64_t tokens_ = 0;
    std::int64_t before_ = 0;
    std::int64_t peak_ = 0;
};

}  // namespace

Job makeRlBenchJob(RlBenchConfig config) {
    config.recipe.algorithm = Algorithm::Reinforce;
    config.recipe.klInReturn = false;
    return [config = std::move(config)](const JobContext& context) {
        translatingTorchErrors([&] { RlBench(config).run(context); });
    };
}

}  // namespace musicrl
