// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/FineTrainer.h"

#include "base/Fields.h"
#include "music/musiclm/FineMask.h"
#include "music/musiclm/SoundStormFine.h"
#include "pretrain/TrainingStep.h"
#include "tensor/Compat.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace musicrl {
namespace {

constexpr std::int64_t evaluationClips = 16;
constexpr double semanticFramesPerSecond = 25.0;

struct FineSettings {
    std::int64_t batch = 16;
    std::int64_t accumulate = 1;
    double clipSeconds = 10.0;
    double cropSeconds = 3.0;
    double promptShare = 1.0;
    double weightDecay = 0.01;
    double gradientClip = 1.0;
    bool mixedPrecision = false;
    Json shape = Json::object();
};

FineSettings readSettings(const Json& json, TrainingSchedule& schedule) {
    FineSettings settings;
    Fields fields(json, "settings of fine");
    readSchedule(fields, schedule);
    fields.integer("batch", settings.batch, 1, 65536);
    fields.integer("accumulate", settings.accumulate, 1, 65536);
    fields.number("clip_seconds", settings.clipSeconds, 0.04, 60.0);
    fields.number("crop_seconds", settings.cropSeconds, 0.04, 60.0);
    fields.number("prompt_share", settings.promptShare, 0.0, 1.0);
    fields.number("weight_decay", settings.weightDecay, 0.0, 1.0);
    fields.number("gradient_clip", settings.gradientClip, 1e-6, 1e6);
    fields.flag("mixed_precision", settings.mixedPrecision);
    settings.shape = fields.object("shape");
    fields.finish();
    return settings;
}

SoundStormFineConfig configFor(const TokenizedCorpus& tokens, Json shape) {
    shape["levels"] = tokens.levels;
    shape["vocabulary"] = tokens.codeVocabulary;
    // The language model has one vocabulary for both, so it could say clusters that do not exist.
    shape["semantic_vocabulary"] = std::max(tokens.semanticVocabulary, tokens.codeVocabulary);
    shape["codes_per_semantic"] = tokens.codesPerFrame;
    return soundStormFineConfigFromJson(shape, "settings of fine, shape");
}

class FineTrainer final : public PartTrainer {
public:
    FineTrainer(const FineSettings& settings, TokenizedCorpus tokens, std::uint64_t seed, torch::Device device,
                double learningRate);

    torch::nn::Module& state() override { return *model_; }
    std::vector<torch::optim::Optimizer*> optimizers() override { return {optimizer_.get()}; }
    Json step(std::int64_t step, Random& random) override;
    Json evaluate() override;
    void save(const std::filesystem::path& folder) override { saveSoundStormFine(folder, *model_); }

private:
    struct Batch {
        torch::Tensor semantic, codes;  ///< [B, F], [B, K, T]
    };
    struct Guesses {
        torch::Tensor loss, accuracy;  ///< scalars
    };
    [[nodiscard]] Guesses guess(Random& random);
    [[nodiscard]] Batch crops(Random& random) const;

    FineSettings settings_;
    TokenizedCorpus tokens_;
    torch::Device device_;
    std::shared_ptr<SoundStormFine> model_;
    std::unique_ptr<torch::optim::AdamW> optimizer_;
};

FineTrainer::FineTrainer(const FineSettings& settings, TokenizedCorpus tokens, std::uint64_t seed, torch::Device device,
                         double learningRate)
    : settings_(settings), tokens_(std::move(tokens)), device_(device) {
    torch::manual_seed(deriveSeed(seed, "fine weights"));
    model_ = std::make_shared<SoundStormFine>(configFor(tokens_, settings.shape));
    model_->to(device);
    optimizer_ = makeAdamW(*model_, learningRate, settings.weightDecay);
}

FineTrainer::Batch FineTrainer::crops(Random& random) const {
    const TokenizedClips& clips = tokens_.train;
    const std::int64_t frames =
        std::min<std::int64_t>(clips.semantic.size(1), std::llround(settings_.cropSeconds * semanticFramesPerSecond));
    std::vector<torch::Tensor> semantic;
    std::vector<torch::Tensor> codes;
    for (std::int64_t i = 0; i < settings_.batch; ++i) {
        const auto clip = static_cast<std::int64_t>(random.index(static_cast<std::size_t>(clips.size())));
        const auto start =
            static_cast<std::int64_t>(random.index(static_cast<std::size_t>(clips.semantic.size(1) - frames + 1)));
        semantic.push_back(clips.semantic[clip].narrow(0, start, frames));
        codes.push_back(clips.codes[clip].narrow(1, start * tokens_.codesPerFrame, frames * tokens_.codesPerFrame));
    }
    return {torch::stack(semantic).to(device_), torch::stack(codes).to(device_)};
}

FineTrainer::Guesses FineTrainer::guess(Random& random) {
    const Batch batch = crops(random);
    const SoundStormFineConfig& shape = model_->config();
    const FineMaskConfig maskConfig{shape.coarseLevels, shape.levels, settings_.promptShare};
    const FineMask mask = drawFineMask(batch.codes.size(0), batch.codes.size(2), maskConfig, random);
    const torch::Tensor levels = mask.levels.to(device_);
    torch::Tensor logits;
    {
        const compat::Autocast autocast(device_.type(), settings_.mixedPrecision);
        logits = model_->logits(batch.semantic, hideFine(batch.codes, mask, model_->maskCode()), levels);
    }
    const torch::Tensor hidden = mask.hidden.to(device_);
    const torch::Tensor level = levels.view({-1, 1, 1}).expand({-1, 1, batch.codes.size(2)});
    const torch::Tensor right = batch.codes.gather(1, level).squeeze(1).index({hidden});
    const torch::Tensor asked = logits.index({hidden}).to(torch::kFloat32);
    return {torch::nn::functional::cross_entropy(asked, right), asked.argmax(1).eq(right).to(torch::kFloat32).mean()};
}

Json FineTrainer::step(std::int64_t, Random& random) {
    torch::manual_seed(seedFrom(random));  // dropout
    model_->train();
    torch::Tensor sums = torch::zeros({2});
    const auto nextLoss = [&] {
        const Guesses guesses = guess(random);
        sums += torch::stack({guesses.loss, guesses.accuracy}).detach().cpu();
        return guesses.loss;
    };
    const double norm = descend(*optimizer_, *model_, settings_.accumulate, nextLoss, settings_.gradientClip);
    const torch::Tensor means = sums / static_cast<double>(settings_.accumulate);
    return {{"loss", means[0].item<double>()}, {"accuracy", means[1].item<double>()}, {"grad_norm", norm}};
}

Json FineTrainer::evaluate() {
    const torch::NoGradGuard noGrad;
    model_->eval();
    const SoundStormFineConfig& shape = model_->config();
    const std::int64_t count = std::min(evaluationClips, tokens_.heldOut.size());
    const torch::Tensor semantic = tokens_.heldOut.semantic.narrow(0, 0, count).to(device_);
    const torch::Tensor codes = tokens_.heldOut.codes.narrow(0, 0, count).to(device_);
    Json measured = Json::object();
    double sum = 0.0;
    for (std::int64_t level = shape.coarseLevels; level < shape.levels; ++level) {
        torch::Tensor hidden = codes.clone();
        hidden.slice(1, level).fill_(model_->maskCode());
        const torch::Tensor levels = torch::full({count}, level, codes.options());
        const torch::Tensor guessed = model_->logits(semantic, hidden, levels).argmax(-1);
        const double accuracy = guessed.eq(codes.select(1, level)).to(torch::kFloat32).mean().item<double>();
        measured["heldout/accuracy_level" + std::to_string(level)] = accuracy;
        sum += accuracy;
    }
    measured["heldout/accuracy"] = sum / static_cast<double>(shape.levels - shape.coarseLevels);
    return measured;
}

}  // namespace

std::unique_ptr<PartTrainer> makeFineModelTrainer(const Json& settings, TokenizedCorpus tokens, std::uint64_t seed,
                                                  torch::Device device, TrainingSchedule& schedule) {
    const FineSettings own = readSettings(settings, schedule);
    return std::make_unique<FineTrainer>(own, std::move(tokens), seed, device, schedule.learningRate);
}

std::unique_ptr<PartTrainer> makeFineTrainer(const Json& settings, const TrainingCorpus& corpus, std::uint64_t seed,
                                             torch::Device device, TrainingSchedule& schedule,
                                             const std::filesystem::path& modelFolder,
                                             const std::filesystem::path& workFolder, const JobContext& context) {
    const FineSettings own = readSettings(settings, schedule);
    TokenizedCorpus tokens =
        tokenizeCorpus(corpus, modelFolder, own.clipSeconds, device, workFolder.parent_path() / "tokens.safetensors", context);
    return std::make_unique<FineTrainer>(own, std::move(tokens), seed, device, schedule.learningRate);
}

}  // namespace musicrl
