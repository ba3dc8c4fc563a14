// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/GenerateTask.h"

#include "audio/FirstSeconds.h"
#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Hash.h"
#include "base/Paths.h"
#include "music/musiclm/MusicLmGenerator.h"
#include "record/ClipNames.h"
#include "record/StoredClip.h"
#include "reward/LoadRewards.h"
#include "rl/RolloutCollector.h"
#include "run/SelectedCheckpoint.h"
#include "tasks/BestOfCurve.h"
#include "tasks/ModelCatalog.h"
#include "tensor/Device.h"
#include "tensor/TorchErrors.h"
#include "tensor/WeightsFile.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// A clip to be sampled for one of the clips that are kept.
struct Candidate {
    Prompt prompt;
    bool isLast = true;  ///< of its clip
};

struct MadeClip {
    Prompt prompt;
    ClipPtr clip;
    std::optional<RewardBreakdown> scores;
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
    expectPositive(config.bestOf, "The number of clips to choose the best of");
    if (config.bestOf > 1 && !config.score) {
        throw Error(ErrorKind::BadInput,
                    "The best of several clips is the one that scores highest: let them be scored.");
    }
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

/// Every prompt with each of its seeds.
std::vector<Candidate> candidatesOf(const GenerateConfig& config) {
    std::vector<Candidate> candidates;
    for (const Prompt& prompt : config.prompts) {
        for (std::int64_t i = 0; i < config.count * config.bestOf; ++i) {
            candidates.push_back({prompt, (i + 1) % config.bestOf == 0});
            candidates.back().prompt.seed += static_cast<std::uint64_t>(i);
        }
    }
    return candidates;
}

/// Of the candidates for a clip, the one with the highest total.
class BestClip {
public:
    void add(MadeClip made) {
        if (made.scores) {
            scores_.push_back(*made.scores);
        }
        if (!best_.clip || made.scores->total > best_.scores->total) {
            best_ = std::move(made);
        }
    }
    [[nodiscard]] const MadeClip& best() const { return best_; }
    [[nodiscard]] const std::vector<RewardBreakdown>& scores() const { return scores_; }

private:
    MadeClip best_;
    std::vector<RewardBreakdown> scores_;
};

/// The model's policy, or a copy of it with a checkpoint's weights.
class ChosenPolicy {
public:
    ChosenPolicy(const Generator& generator, const std::string& checkpoint) : policy_(&generator.policy()) {
        if (!checkpoint.empty()) {
            checkpoint_ = checkpointFolderOf(checkpoint).string();
            own_ = policy_->clone();
            loadModule(fs::path(checkpoint_) / "policy.safetensors", own_->module());
            policy_ = own_.get();
        }
    }
    [[nodiscard]] const Policy& get() const { return *policy_; }
    [[nodiscard]] const std::string& checkpoint() const { return checkpoint_; }

private:
    std::string checkpoint_;  ///< folder, as given where it is not that of a run
    const Policy* policy_;
    std::unique_ptr<Policy> own_;
};

/// One generating job with everything loaded.
class ClipMaker {
public:
    ClipMaker(const GenerateConfig& config, const ModelInfo& model)
        : generator_(loadMusicLm(model.folder, deviceFromName(config.device))),
          policy_(*generator_, config.checkpoint),
          collector_(*generator_, config.temperature, config.fineIterations) {
        if (config.score) {
            rewards_ =
                loadRewards(model.folder, withMeasuredTerms(config.rewardWeights, model.folder, config.preferenceModel),
                            deviceFromName(config.device), config.preferenceModel);
        }
        origin_.modelName = model.name;
        origin_.modelHash = model.hash;
        origin_.checkpoint = policy_.checkpoint();
        origin_.temperature = config.temperature;
        origin_.fineIterations = config.fineIterations;
        origin_.engineVersion = programVersion();
    }

    /// \param candidates  of one duration
    [[nodiscard]] std::vector<MadeClip> make(std::span<const Candidate> candidates, const JobContext& context) const {
        std::vector<Prompt> prompts;
        for (const Candidate& candidate : candidates) {
            prompts.push_back(candidate.prompt);
        }
        RolloutBatch batch = collector_.collect(policy_.get(), std::move(prompts), context);
        for (std::size_t i = 0; i < batch.clips.size(); ++i) {
            batch.clips[i] = firstSeconds(batch.clips[i], batch.prompts[i].durationSeconds);
        }
        std::vector<RewardBreakdown> scores;
        if (rewards_) {
            scores = rewards_->score(rewardInputs(batch, generator_->codecHash()), context);
        }
        std::vector<MadeClip> made;
        for (std::size_t i = 0; i < batch.clips.size(); ++i) {
            made.push_back({batch.prompts[i], batch.clips[i], rewards_ ? std::optional(scores[i]) : std::nullopt});
        }
        return made;
    }

    [[nodiscard]] ClipRecipe recipeFor(const Prompt& prompt) const {
        ClipRecipe recipe = origin_;
        recipe.prompt = prompt;
        return recipe;
    }

    /// The same clip, made anew without scores, keeps those that it has.
    void write(const MadeClip& made, const fs::path& file) const {
        const ClipRecipe recipe = recipeFor(made.prompt);
        const bool keepsScores = !made.scores && isMadeBy(file, recipe);
        storeClip(file, *made.clip, recipe, keepsScores ? readClipRecord(file).scores : made.scores);
    }

private:
    std::unique_ptr<MusicLmGenerator> generator_;
    ChosenPolicy policy_;
    RolloutCollector collector_;
    std::unique_ptr<RewardModel> rewards_;
    ClipRecipe origin_;
};

/// The next candidates that can be sampled together: of one duration, at most a batch.
std::span<const Candidate> nextBatch(std::span<const Candidate> waiting, std::int64_t batchClips) {
    std::size_t count = 1;
    while (count < std::min(waiting.size(), static_cast<std::size_t>(batchClips)) &&
           waiting[count].prompt.durationSeconds == waiting.front().prompt.durationSeconds) {
        ++count;
    }
    return waiting.first(count);
}

/// Samples, chooses and writes.
class GenerateRun {
public:
    GenerateRun(const GenerateConfig& config, const ModelInfo& model)
        : config_(config), maker_(config, model), names_(config.outFolder, config.others) {}

    /// Finds out before the work begins, of every clip that may be written, whether another one must stay.
    /// \throws Error(BadInput)
    void expectNamesFree() const {
        ClipNames names(config_.outFolder, config_.others);
        for (const Candidate& candidate : candidatesOf(config_)) {
            (void)names.fileFor(maker_.recipeFor(candidate.prompt));
        }
    }

    void run(const JobContext& context) {
        const std::vector<Candidate> candidates = candidatesOf(config_);
        const auto total = static_cast<std::int64_t>(candidates.size());
        std::span<const Candidate> waiting = candidates;
        while (!waiting.empty()) {
            context.throwIfStopped();
            context.publish(Progress{total - static_cast<std::int64_t>(waiting.size()), total, "generating clips"});
            const std::span<const Candidate> batch = nextBatch(waiting, config_.batchClips);
            const std::vector<MadeClip> made = maker_.make(batch, context);
            for (std::size_t i = 0; i < batch.size(); ++i) {
                take(batch[i], made[i], context);
            }
            waiting = waiting.subspan(batch.size());
            context.yieldPoint();
        }
        if (config_.bestOf > 1) {
            tellCurve(context);
        }
        context.publish(Progress{total, total, "generating clips"});
    }

private:
    void take(const Candidate& candidate, const MadeClip& made, const JobContext& context) {
        best_.add(made);
        if (!candidate.isLast) {
            return;
        }
        const fs::path file = names_.fileFor(maker_.recipeFor(best_.best().prompt));
        maker_.write(best_.best(), file);
        context.publish(FileWritten{file, "clip"});
        if (config_.bestOf > 1) {
            curve_.add(best_.scores());
        }
        best_ = {};
    }

    void tellCurve(const JobContext& context) const {
        const std::string csv = curve_.csv();
        const fs::path file = tableFile(csv);
        writeFileAtomically(file, csv);
        context.publish(FileWritten{file, "table"});
        context.publish(ResultRow{"best_of", curve_.json()});
    }

    /// A table of other clips stays, and the new one gets a number.
    [[nodiscard]] fs::path tableFile(const std::string& csv) const {
        const std::string stem = "best-of-" + std::to_string(config_.bestOf);
        fs::path file = config_.outFolder / (stem + ".csv");
        const bool replaces = config_.others == OtherClips::Replace;
        for (int copy = 2; !replaces && fs::exists(file) && sha256OfFile(file) != sha256(csv); ++copy) {
            file = config_.outFolder / (stem + "-" + std::to_string(copy) + ".csv");
        }
        return file;
    }

    const GenerateConfig& config_;
    ClipMaker maker_;
    ClipNames names_;
    BestClip best_;
    BestOfCurve curve_;
};

void generate(const GenerateConfig& config, const JobContext& context) {
    expectUsable(config);
    const ModelInfo model = findGenerator(config.model);
    expectDurations(config, model);
    GenerateRun run(config, model);
    run.expectNamesFree();
    expectWritable(config.outFolder);
    run.run(context);
}

}  // namespace

Job makeGenerateJob(GenerateConfig config) {
    return [config = std::move(config)](const JobContext& context) {
        translatingTorchErrors([&] { generate(config, context); });
    };
}

}  // namespace musicrl
