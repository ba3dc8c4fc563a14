// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/bench/BenchGenerator.h"

#include "audio/FirstSeconds.h"
#include "music/musiclm/MusicLmGenerator.h"
#include "rl/RolloutCollector.h"
#include "tasks/GenerateTask.h"
#include "tasks/bench/ClipFaults.h"
#include "tensor/Device.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <span>

namespace musicrl {
namespace {

constexpr double timedSeconds = 10.0;

}  // namespace

struct BenchGenerator::Loaded {
    Loaded(const std::filesystem::path& modelFolder, const std::string& device, double temperature)
        : generator(loadMusicLm(modelFolder, deviceFromName(device))),
          collector(*generator, temperature, GenerateConfig().fineIterations) {}

    std::unique_ptr<MusicLmGenerator> generator;
    RolloutCollector collector;
};

BenchGenerator::BenchGenerator(const std::filesystem::path& modelFolder, const std::string& device, double temperature)
    : loaded_(std::make_unique<Loaded>(modelFolder, device, temperature)) {}

BenchGenerator::~BenchGenerator() = default;

double BenchGenerator::temperature() const {
    return loaded_->collector.temperature();
}

std::int64_t BenchGenerator::fineIterations() const {
    return loaded_->collector.fineIterations();
}

std::vector<GeneratedClip> BenchGenerator::make(const std::vector<Prompt>& prompts, const JobContext& context) const {
    const Policy& policy = loaded_->generator->policy();
    const RolloutBatch batch = loaded_->collector.collect(policy, prompts, context);
    const torch::Tensor tokens = batch.tokens.to(torch::kCPU).contiguous();
    const auto perClip = static_cast<std::size_t>(tokens.size(1));
    std::vector<GeneratedClip> made;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        const std::span<const std::int64_t> own(tokens.data_ptr<std::int64_t>() + i * perClip, perClip);
        const auto repeat = static_cast<double>(longestRepeat(own, policy.tokensPerFrame()));
        made.push_back({firstSeconds(batch.clips[i], prompts[i].durationSeconds), repeat / policy.framesPerSecond()});
    }
    return made;
}

Measure measureSpeed(const BenchGenerator& generator, const JobContext& context) {
    const Prompt prompt{.id = "speed", .text = "slow calm piano", .durationSeconds = timedSeconds, .seed = 1};
    std::array<double, 4> seconds{};
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        context.throwIfStopped();
        context.publish(
            Progress{static_cast<std::int64_t>(i), static_cast<std::int64_t>(seconds.size()), "measuring the speed"});
        const auto start = std::chrono::steady_clock::now();
        static_cast<void>(generator.make({prompt}, context));
        seconds[i] = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }
    std::array<double, 3> timed = {seconds[1], seconds[2], seconds[3]};
    std::sort(timed.begin(), timed.end());
    return {.name = "speed/clip_seconds",
            .what = "a clip of 10 s, alone, all stages",
            .bound = Measure::Bound::AtMost,
            .threshold = timedSeconds,
            .value = timed[1],
            .unit = "s",
            .note = "the time of a busy machine says little: see the machine's load",
            .detail = Json{{"realtime_factor", timedSeconds / timed[1]},
                           {"seconds", timed},
                           {"first_seconds", seconds[0]},
                           {"threads", at::get_num_threads()}}};
}

}  // namespace musicrl
