// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/SemanticTrainer.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "music/musiclm/KMeans.h"
#include "music/musiclm/SemanticTokenizer.h"
#include "pretrain/TrainingStep.h"
#include "tensor/Compat.h"
#include "tensor/Device.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr double maskNoiseDeviation = 0.1;
constexpr std::int64_t statisticsClips = 96;
constexpr std::int64_t framesPerClip = 50;  // of each clip that is clustered
constexpr std::int64_t evaluationBatches = 4;

struct SemanticSettings {
    std::int64_t batch = 8;
    std::int64_t accumulate = 1;
    double clipSeconds = 5.0;
    double maskStart = 0.04;
    std::int64_t maskFrames = 10;
    std::int64_t targetVocabulary = 512;
    std::int64_t targetWidth = 16;
    std::int64_t clusterFrames = 20000;
    double weightDecay = 0.01;
    double gradientClip = 1.0;
    bool mixedPrecision = false;
    SemanticTokenizerConfig shape;
};

SemanticSettings readSettings(const Json& json, int sampleRateHz, TrainingSchedule& schedule) {
    SemanticSettings settings;
    Fields fields(json, "settings of semantic");
    readSchedule(fields, schedule);
    fields.integer("batch", settings.batch, 1, 65536);
    fields.integer("accumulate", settings.accumulate, 1, 65536);
    fields.number("clip_seconds", settings.clipSeconds, 1.0, 60.0);
    fields.number("mask_start", settings.maskStart, 0.001, 1.0);
    fields.integer("mask_frames", settings.maskFrames, 1, 100);
    fields.integer("target_vocabulary", settings.targetVocabulary, 2, 65536);
    fields.integer("target_width", settings.targetWidth, 1, 1024);
    fields.integer("cluster_frames", settings.clusterFrames, 2, 10'000'000);
    fields.number("weight_decay", settings.weightDecay, 0.0, 1.0);
    fields.number("gradient_clip", settings.gradientClip, 1e-6, 1e6);
    fields.flag("mixed_precision", settings.mixedPrecision);
    Json shape = fields.object("shape");
    fields.finish();
    shape["sample_rate_hz"] = sampleRateHz;
    settings.shape = semanticTokenizerConfigFromJson(shape, "settings of semantic, shape");
    return settings;
}

/// The tokenizer with what only its training needs.
struct MaskedPrediction : torch::nn::Module {
    MaskedPrediction(const SemanticSettings& settings, at::Generator generator);

    /// Codes of the frames as they sound. \param mel [B, 4F, mels] \return [B, F] int64
    [[nodiscard]] torch::Tensor targets(const torch::Tensor& mel) const;
    /// \return [B, F, target vocabulary]
    [[nodiscard]] torch::Tensor guesses(const torch::Tensor& mel) {
        return head->forward(tokenizer->encode(mel, tokenizer->config().layers));
    }

    std::shared_ptr<SemanticTokenizer> tokenizer;
    torch::Tensor projection;  ///< [4 mels, W], frozen
    torch::Tensor codebook;    ///< [codes, W], frozen, rows of length 1
    torch::nn::Linear head{nullptr};
};

MaskedPrediction::MaskedPrediction(const SemanticSettings& settings, at::Generator generator)
    : tokenizer(std::make_shared<SemanticTokenizer>(settings.shape)) {
    const std::int64_t inputs = SemanticTokenizer::melFramesPerFrame * settings.shape.mels;
    const double bound = std::sqrt(6.0 / static_cast<double>(inputs + settings.targetWidth));
    register_module("tokenizer", tokenizer);
    projection =
        register_buffer("projection", (torch::rand({inputs, settings.targetWidth}, generator) * 2.0 - 1.0) * bound);
    codebook = register_buffer("codebook", torch::nn::functional::normalize(torch::randn(
                                               {settings.targetVocabulary, settings.targetWidth}, generator)));
    head = register_module("head", torch::nn::Linear(settings.shape.width, settings.targetVocabulary));
}

torch::Tensor MaskedPrediction::targets(const torch::Tensor& mel) const {
    const torch::NoGradGuard noGrad;
    const std::int64_t frames = mel.size(1) / SemanticTokenizer::melFramesPerFrame;
    const torch::Tensor stacked = mel.reshape({mel.size(0) * frames, -1});
    const torch::Tensor projected = torch::nn::functional::normalize(torch::matmul(stacked, projection));
    return nearestCentre(projected, codebook).view({mel.size(0), frames});
}

/// Spans of hidden frames. \return [B, F] bool
torch::Tensor drawSpans(std::int64_t batch, std::int64_t frames, const SemanticSettings& settings, Random& random) {
    torch::Tensor hidden = torch::zeros({batch, frames}, torch::kBool);
    for (std::int64_t b = 0; b < batch; ++b) {
        for (std::int64_t f = 0; f < frames; ++f) {
            if (random.chance(settings.maskStart)) {
                hidden[b].slice(0, f, std::min(frames, f + settings.maskFrames)).fill_(true);
            }
        }
    }
    hidden.select(1, frames - 1).logical_or_(hidden.any().logical_not());
    return hidden;
}

class SemanticTrainer final : public PartTrainer {
public:
    SemanticTrainer(const SemanticSettings& settings, const TrainingCorpus& corpus, std::uint64_t seed,
                    torch::Device device, double learningRate);

    torch::nn::Module& state() override { return *model_; }
    std::vector<torch::optim::Optimizer*> optimizers() override { return {optimizer_.get()}; }
    Json step(std::int64_t step, Random& random) override;
    Json evaluate() override;
    void save(const std::filesystem::path& folder) override;

private:
    struct Guesses {
        torch::Tensor loss, accuracy;  ///< scalars
    };
    [[nodiscard]] Guesses guess(Split split, Random& random);
    [[nodiscard]] std::int64_t samples() const { return std::llround(settings_.clipSeconds * corpus_.sampleRateHz()); }
    void measureMel();
    [[nodiscard]] torch::Tensor clusterFeatures();

    SemanticSettings settings_;
    const TrainingCorpus& corpus_;
    std::uint64_t seed_;
    torch::Device device_;
    std::shared_ptr<MaskedPrediction> model_;
    std::unique_ptr<torch::optim::AdamW> optimizer_;
};

SemanticTrainer::SemanticTrainer(const SemanticSettings& settings, const TrainingCorpus& corpus, std::uint64_t seed,
                                 torch::Device device, double learningRate)
    : settings_(settings), corpus_(corpus), seed_(seed), device_(device) {
    torch::manual_seed(deriveSeed(seed, "semantic weights"));
    model_ = std::make_shared<MaskedPrediction>(settings, seededGenerator(deriveSeed(seed, "semantic targets")));
    measureMel();
    model_->to(device);
    optimizer_ = makeAdamW(*model_, learningRate, settings.weightDecay);
}

void SemanticTrainer::measureMel() {
    const torch::NoGradGuard noGrad;
    Random random(deriveSeed(seed_, "semantic statistics"));
    const torch::Tensor waves = corpus_.randomBatch(Split::Train, statisticsClips, samples(), random);
    const torch::Tensor mel = model_->tokenizer->melFrames(waves).flatten(0, 1);
    model_->tokenizer->setMelStatistics(mel.mean(0), mel.std(0));
}

SemanticTrainer::Guesses SemanticTrainer::guess(Split split, Random& random) {
    const torch::Tensor mel =
        model_->tokenizer->melFrames(corpus_.randomBatch(split, settings_.batch, samples(), random).to(device_));
    const torch::Tensor targets = model_->targets(mel);
    const torch::Tensor hidden = drawSpans(targets.size(0), targets.size(1), settings_, random).to(device_);
    const torch::Tensor noise =
        (torch::randn(mel.sizes(), seededGenerator(seedFrom(random))) * maskNoiseDeviation).to(device_);
    const torch::Tensor hiddenMel = hidden.repeat_interleave(SemanticTokenizer::melFramesPerFrame, 1).unsqueeze(2);
    torch::Tensor logits;
    {
        const compat::Autocast autocast(device_.type(), settings_.mixedPrecision);
        logits = model_->guesses(torch::where(hiddenMel, noise, mel));
    }
    const torch::Tensor asked = logits.index({hidden}).to(torch::kFloat32);
    const torch::Tensor right = targets.index({hidden});
    return {torch::nn::functional::cross_entropy(asked, right), asked.argmax(1).eq(right).to(torch::kFloat32).mean()};
}

Json SemanticTrainer::step(std::int64_t, Random& random) {
    torch::manual_seed(seedFrom(random));  // dropout
    model_->train();
    torch::Tensor sums = torch::zeros({2});
    const auto nextLoss = [&] {
        const Guesses guesses = guess(Split::Train, random);
        sums += torch::stack({guesses.loss, guesses.accuracy}).detach().cpu();
        return guesses.loss;
    };
    const double norm = descend(*optimizer_, *model_, settings_.accumulate, nextLoss, settings_.gradientClip);
    const torch::Tensor means = sums / static_cast<double>(settings_.accumulate);
    return {{"loss", means[0].item<double>()}, {"accuracy", means[1].item<double>()}, {"grad_norm", norm}};
}

Json SemanticTrainer::evaluate() {
    const torch::NoGradGuard noGrad;
    model_->eval();
    Random random(deriveSeed(seed_, "semantic evaluation"));
    double loss = 0.0;
    double accuracy = 0.0;
    for (std::int64_t i = 0; i < evaluationBatches; ++i) {
        const Guesses guesses = guess(Split::HeldOut, random);
        loss += guesses.loss.item<double>() / static_cast<double>(evaluationBatches);
        accuracy += guesses.accuracy.item<double>() / static_cast<double>(evaluationBatches);
    }
    return {{"heldout/loss", loss}, {"heldout/accuracy", accuracy}};
}

torch::Tensor SemanticTrainer::clusterFeatures() {
    Random random(deriveSeed(seed_, "semantic clusters"));
    const std::int64_t batches = std::max<std::int64_t>(1, settings_.clusterFrames / (framesPerClip * settings_.batch));
    std::vector<torch::Tensor> found;
    for (std::int64_t i = 0; i < batches; ++i) {
        const torch::Tensor waves = corpus_.randomBatch(Split::Train, settings_.batch, samples(), random).to(device_);
        const torch::Tensor features = model_->tokenizer->features(waves).flatten(0, 1);
        const torch::Tensor order = torch::randperm(features.size(0), seededGenerator(seedFrom(random)), torch::kLong);
        found.push_back(features.index_select(0, order.slice(0, 0, framesPerClip * settings_.batch).to(device_)));
    }
    return torch::cat(found);
}

void SemanticTrainer::save(const std::filesystem::path& folder) {
    const torch::NoGradGuard noGrad;
    model_->eval();
    model_->tokenizer->fitClusters(clusterFeatures(), seededGenerator(deriveSeed(seed_, "semantic k-means")));
    saveSemanticTokenizer(folder, *model_->tokenizer);
}

}  // namespace

std::unique_ptr<PartTrainer> makeSemanticTrainer(const Json& settings, const TrainingCorpus& corpus, std::uint64_t seed,
                                                 torch::Device device, TrainingSchedule& schedule) {
    const SemanticSettings own = readSettings(settings, corpus.sampleRateHz(), schedule);
    return std::make_unique<SemanticTrainer>(own, corpus, seed, device, schedule.learningRate);
}

}  // namespace musicrl
