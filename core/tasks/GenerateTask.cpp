// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/GenerateTask.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Paths.h"
#include "music/musiclm/MusicLmGenerator.h"
#include "record/StoredClip.h"
#include "reward/LoadRewards.h"
#include "rl/RolloutCollector.h"
#include "tasks/ModelCatalog.h"
#include "tensor/Device.h"
#include "tensor/TorchErrors.h"
#include "tensor/WeightsFile.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// One clip to be made.
struct Order {
    Prompt prompt;
    fs::path file;
};

void expectPositive(std::int64_t value, const std::string& what) {
    if (value < 1) {
        throw Error(ErrorKind::BadInput, what + " must be at least 1, not " + std::to_string(value) + ".");
    }
}

void expectUsable(const GenerateConfig& config) {
    if (config.prompts.empty()) {
        throw Error(ErrorKind::BadInput, "There is no prompt. Say what the music should be like.");
    }
    for (const Prompt& prompt : config.prompts) {
        if (prompt.text.find_first_not_of(" \t\r\n") == std::string::npos) {
            throw Error(ErrorKind::BadInput, "A prompt is empty. Say what the music should be like.");
        }
    }
    expectPositive(config.count, "The number of clips a prompt");
    expectPositive(config.fineIterations, "The number of fine iterations");
    expectPositive(config.batchClips, "The number of clips a batch");
    if (!(config.temperature > 0.0) || config.temperature > 10.0) {
        throw Error(ErrorKind::BadInput,
                    "The temperature must be above 0 and at most 10, not " + std::to_string(config.temperature) + ".");
    }
}

void expectDurations(const GenerateConfig& config, const ModelInfo& model) {
    for (const Prompt& prompt : config.prompts) {
        if (!(prompt.durationSeconds > 0.0) || prompt.durationSeconds > model.maxSeconds) {
            throw Error(ErrorKind::BadInput,
                        "A clip of " + Json(prompt.durationSeconds).dump() + " s cannot be made: the model " +
                            model.name + " makes clips above 0 s and up to " + Json(model.maxSeconds).dump() + " s.");
        }
    }
}

/// Finds out before the work begins, not after it. \throws Error(Io)
void expectWritable(const fs::path& folder) {
    makeFolder(folder);
    const AtomicFile probe(folder / "clip.flac");
}

/// Every prompt with each of its seeds; a name that is taken within the order gets a number.
std::vector<Order> ordersOf(const GenerateConfig& config) {
    std::vector<Order> orders;
    std::set<std::string> names;
    for (const Prompt& prompt : config.prompts) {
        for (std::int64_t i = 0; i < config.count; ++i) {
            Order order{prompt, {}};
            order.prompt.seed += static_cast<std::uint64_t>(i);
            const std::string base = slug(prompt.text) + "-" + std::to_string(order.prompt.seed);
            std::string name = base;
            for (int copy = 2; !names.insert(name).second; ++copy) {
                name = base + "-" + std::to_string(copy);
            }
            order.file = config.outFolder / (name + ".flac");
            orders.push_back(std::move(order));
        }
    }
    return orders;
}

/// The model's policy, or a copy of it with a checkpoint's weights.
class ChosenPolicy {
public:
    ChosenPolicy(const Generator& generator, const std::string& checkpoint) : policy_(&generator.policy()) {
        if (!checkpoint.empty()) {
            const fs::path file = fs::path(checkpoint) / "policy.safetensors";
            if (!fs::exists(file)) {
                throw Error(ErrorKind::NotFound,
                            "There is no checkpoint in " + checkpoint + ": it holds no policy.safetensors.");
            }
            own_ = policy_->clone();
            loadModule(file, own_->module());
            policy_ = own_.get();
        }
    }
    [[nodiscard]] const Policy& get() const { return *policy_; }

private:
    const Policy* policy_;
    std::unique_ptr<Policy> own_;
};

/// The first \p seconds of a clip whose last frame may go beyond.
ClipPtr trimmed(const ClipPtr& clip, double seconds) {
    const auto frames = static_cast<std::size_t>(std::llround(seconds * clip->sampleRateHz));
    Clip shorter = *clip;
    shorter.samples.resize(std::min(shorter.samples.size(), frames * static_cast<std::size_t>(clip->channels)));
    return std::make_shared<const Clip>(std::move(shorter));
}

/// One generating job with everything loaded.
class ClipMaker {
public:
    ClipMaker(const GenerateConfig& config, const ModelInfo& model)
        : generator_(loadMusicLm(model.folder, deviceFromName(config.device))),
          policy_(*generator_, config.checkpoint),
          collector_(*generator_, config.temperature, config.fineIterations) {
        if (config.score) {
            rewards_ = loadRewards(model.folder, {{"mulan", 1.0}, {"quality", 1.0}}, deviceFromName(config.device));
        }
        origin_.modelName = model.name;
        origin_.modelHash = model.hash;
        origin_.checkpoint = config.checkpoint;
        origin_.temperature = config.temperature;
        origin_.fineIterations = config.fineIterations;
        origin_.engineVersion = programVersion();
    }

    /// \param orders  of one duration
    void make(const std::vector<Order>& orders, const JobContext& context) const {
        std::vector<Prompt> prompts;
        for (const Order& order : orders) {
            prompts.push_back(order.prompt);
        }
        RolloutBatch batch = collector_.collect(policy_.get(), std::move(prompts), context);
        for (std::size_t i = 0; i < orders.size(); ++i) {
            batch.clips[i] = trimmed(batch.clips[i], orders[i].prompt.durationSeconds);
        }
        std::vector<RewardBreakdown> scores;
        if (rewards_) {
            scores = rewards_->score(rewardInputs(batch, generator_->codecHash()), context);
        }
        for (std::size_t i = 0; i < orders.size(); ++i) {
            write(orders[i], *batch.clips[i], rewards_ ? std::optional(scores[i]) : std::nullopt);
            context.publish(FileWritten{orders[i].file, "clip"});
        }
    }

private:
    void write(const Order& order, const Clip& clip, const std::optional<RewardBreakdown>& scores) const {
        ClipRecipe recipe = origin_;
        recipe.prompt = order.prompt;
        storeClip(order.file, clip, recipe, scores);
    }

    std::unique_ptr<MusicLmGenerator> generator_;
    ChosenPolicy policy_;
    RolloutCollector collector_;
    std::unique_ptr<RewardModel> rewards_;
    ClipRecipe origin_;
};

/// The next orders that can be sampled together: of one duration, at most a batch.
std::vector<Order> takeBatch(const std::vector<Order>& orders, std::size_t first, std::int64_t batchClips) {
    std::vector<Order> batch;
    for (std::size_t i = first; i < orders.size() && batch.size() < static_cast<std::size_t>(batchClips); ++i) {
        if (orders[i].prompt.durationSeconds != orders[first].prompt.durationSeconds) {
            break;
        }
        batch.push_back(orders[i]);
    }
    return batch;
}

void generate(const GenerateConfig& config, const JobContext& context) {
    expectUsable(config);
    const ModelInfo model = findModel(config.model);
    expectDurations(config, model);
    const ClipMaker maker(config, model);
    expectWritable(config.outFolder);
    const std::vector<Order> orders = ordersOf(config);
    const auto total = static_cast<std::int64_t>(orders.size());
    std::size_t done = 0;
    while (done < orders.size()) {
        context.throwIfStopped();
        context.publish(Progress{static_cast<std::int64_t>(done), total, "generating clips"});
        const std::vector<Order> batch = takeBatch(orders, done, config.batchClips);
        maker.make(batch, context);
        done += batch.size();
        context.yieldPoint();
    }
    context.publish(Progress{total, total, "generating clips"});
}

}  // namespace

Job makeGenerateJob(GenerateConfig config) {
    return [config = std::move(config)](const JobContext& context) {
        translatingTorchErrors([&] { generate(config, context); });
    };
}

}  // namespace musicrl
