// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/LanguageModelTrainer.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "music/musiclm/HierarchicalLm.h"
#include "pretrain/TrainingStep.h"
#include "tensor/Compat.h"

#include <algorithm>
#include <ATen/CPUGeneratorImpl.h>
#include <cmath>
#include <vector>

namespace musicrl {
namespace {

constexpr std::int64_t evaluationClips = 48;

struct LanguageSettings {
    std::int64_t batch = 6;
    std::int64_t accumulate = 1;
    double clipSeconds = 10.0;
    double textConditioningShare = 0.5;
    double plainShare = 0.0;
    double weightDecay = 0.01;
    double gradientClip = 1.0;
    double framesInside = 1.0;
    double semanticWeight = 1.0;
    double hiddenShare = 0.0;
    double hiddenSeconds = 1.0;
    bool mixedPrecision = false;
    Json shape = Json::object();
};

LanguageSettings readSettings(const Json& json, TrainingSchedule& schedule) {
    LanguageSettings settings;
    Fields fields(json, "settings of language");
    readSchedule(fields, schedule);
    fields.integer("batch", settings.batch, 1, 65536);
    fields.integer("accumulate", settings.accumulate, 1, 65536);
    fields.number("clip_seconds", settings.clipSeconds, 0.04, 60.0);
    fields.number("text_conditioning_share", settings.textConditioningShare, 0.0, 1.0);
    fields.number("plain_share", settings.plainShare, 0.0, 1.0);
    fields.number("weight_decay", settings.weightDecay, 0.0, 1.0);
    fields.number("gradient_clip", settings.gradientClip, 1e-6, 1e6);
    fields.number("frames_inside", settings.framesInside, 1e-3, 1.0);
    fields.number("semantic_weight", settings.semanticWeight, 1e-3, 1e3);
    fields.number("hidden_share", settings.hiddenShare, 0.0, 0.9);
    fields.number("hidden_seconds", settings.hiddenSeconds, 0.01, 60.0);
    fields.flag("mixed_precision", settings.mixedPrecision);
    settings.shape = fields.object("shape");
    fields.finish();
    return settings;
}

HierarchicalLmConfig configFor(const TokenizedCorpus& tokens, Json shape) {
    if (tokens.semanticVocabulary > tokens.codeVocabulary) {
        throw Error(ErrorKind::BadInput, "The semantic tokenizer has " + std::to_string(tokens.semanticVocabulary) +
                                             " clusters and the codec " + std::to_string(tokens.codeVocabulary) +
                                             " codes a level; the language model needs no more clusters than codes.");
    }
    shape["vocabulary"] = tokens.codeVocabulary;
    shape["codes_per_frame"] = tokens.codesPerFrame;
    shape["conditioning_tokens"] = tokens.train.fromAudio.size(1);
    shape["conditioning_vocabulary"] = tokens.conditioningVocabulary;
    if (tokens.plainConditioning.defined()) {
        const torch::Tensor plain = tokens.plainConditioning.to(torch::kLong).contiguous();
        shape["plain_conditioning"] =
            std::vector<std::int64_t>(plain.data_ptr<std::int64_t>(), plain.data_ptr<std::int64_t>() + plain.numel());
    }
    HierarchicalLmConfig config = hierarchicalLmConfigFromJson(shape, "settings of language, shape");
    if (config.layout.coarseLevels > tokens.levels) {
        throw Error(ErrorKind::BadInput, "settings of language, shape: coarse_levels is " +
                                             std::to_string(config.layout.coarseLevels) + ", but the codec has " +
                                             std::to_string(tokens.levels) + " levels.");
    }
    config.maxFrames = std::max(config.maxFrames, tokens.train.semantic.size(1));
    return config;
}

/// \param logits  [..., V] \param tokens  [...] int64 \return [number of tokens] float, nats
torch::Tensor crossEntropies(const torch::Tensor& logits, const torch::Tensor& tokens) {
    return torch::nn::functional::cross_entropy(
        logits.to(torch::kFloat32).flatten(0, -2), tokens.flatten(),
        torch::nn::functional::CrossEntropyFuncOptions().reduction(torch::kNone));
}

class LanguageModelTrainer final : public PartTrainer {
public:
    LanguageModelTrainer(const LanguageSettings& settings, TokenizedCorpus tokens, std::uint64_t seed,
                         torch::Device device, double learningRate);

    torch::nn::Module& state() override { return model_->module(); }
    std::vector<torch::optim::Optimizer*> optimizers() override { return {optimizer_.get()}; }
    Json step(std::int64_t step, Random& random) override;
    Json evaluate() override;
    void save(const std::filesystem::path& folder) override { saveHierarchicalLm(folder, *model_); }

private:
    struct Losses {
        torch::Tensor all, semantic, coarse;  ///< scalars, nats per token
    };
    [[nodiscard]] Losses losses(const torch::Tensor& tokens, const torch::Tensor& conditioning) const;
    [[nodiscard]] Losses partialLosses(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                       Random& random) const;
    [[nodiscard]] Losses trainingLosses(Random& random) const;
    [[nodiscard]] torch::Tensor seenFrames(std::int64_t clips, std::int64_t frames, Random& random) const;
    [[nodiscard]] torch::Tensor weighted(const Losses& losses) const;
    [[nodiscard]] torch::Tensor evaluatedWindows() const;
    [[nodiscard]] torch::Tensor streams(const TokenizedClips& clips) const {
        return interleave(clips.semantic, clips.codes, model_->config().layout);
    }

    LanguageSettings settings_;
    TokenizedCorpus tokens_;
    torch::Device device_;
    std::unique_ptr<HierarchicalLm> model_;
    std::unique_ptr<torch::optim::AdamW> optimizer_;
    torch::Tensor train_;    ///< [M, S] int64
    torch::Tensor heldOut_;  ///< the same
};

LanguageModelTrainer::LanguageModelTrainer(const LanguageSettings& settings, TokenizedCorpus tokens, std::uint64_t seed,
                                           torch::Device device, double learningRate)
    : settings_(settings), tokens_(std::move(tokens)), device_(device) {
    torch::manual_seed(deriveSeed(seed, "language weights"));
    model_ = std::make_unique<HierarchicalLm>(configFor(tokens_, settings.shape));
    if (tokens_.conditioningCodebooks.defined()) {
        model_->startConditioningFrom(tokens_.conditioningCodebooks);
    }
    model_->module().to(device);
    optimizer_ = makeAdamW(model_->module(), learningRate, settings.weightDecay);
    train_ = streams(tokens_.train);
    heldOut_ = streams(tokens_.heldOut);
}

LanguageModelTrainer::Losses LanguageModelTrainer::losses(const torch::Tensor& tokens,
                                                          const torch::Tensor& conditioning) const {
    torch::Tensor logits;
    {
        const compat::Autocast autocast(device_.type(), settings_.mixedPrecision);
        logits = model_->unguidedLogits(tokens, conditioning);
    }
    const torch::Tensor byPlace = crossEntropies(logits, tokens.to(device_)).view({-1, model_->tokensPerFrame()}).mean(0);
    return {byPlace.mean(), byPlace[0], byPlace.slice(0, 1).mean()};
}

/// Estimates of the same from the first token of every frame and all tokens of some frames, told of a past with gaps.
LanguageModelTrainer::Losses LanguageModelTrainer::partialLosses(const torch::Tensor& tokens,
                                                                 const torch::Tensor& conditioning,
                                                                 Random& random) const {
    const std::int64_t places = model_->tokensPerFrame();
    const torch::Tensor frames = tokens.to(device_).reshape({-1, places});
    const double wanted = settings_.framesInside * static_cast<double>(frames.size(0));
    auto generator = at::detail::createCPUGenerator(seedFrom(random));
    const torch::Tensor seen = seenFrames(tokens.size(0), frames.size(0) / tokens.size(0), random);
    const torch::Tensor inside = torch::randperm(frames.size(0), generator)
                                     .narrow(0, 0, std::max<std::int64_t>(1, std::llround(wanted)))
                                     .to(device_);
    HierarchicalLm::PartialLogits logits;
    {
        const compat::Autocast autocast(device_.type(), settings_.mixedPrecision);
        logits = model_->partialLogits(tokens, conditioning, inside, seen);
    }
    const torch::Tensor semantic = crossEntropies(logits.first, frames.select(1, 0)).mean();
    const torch::Tensor coarse = crossEntropies(logits.others, frames.index_select(0, inside).slice(1, 1)).mean();
    const auto others = static_cast<double>(places - 1);
    return {(semantic + others * coarse) / (others + 1.0), semantic, coarse};
}

/// Every second clip of a batch has gaps, so that a whole past stays what is known best. \return [B, F] bool or nothing
torch::Tensor LanguageModelTrainer::seenFrames(std::int64_t clips, std::int64_t frames, Random& random) const {
    if (settings_.hiddenShare <= 0.0) {
        return {};
    }
    torch::Tensor seen = torch::ones({clips, frames}, torch::kBool);
    const double longest = settings_.hiddenSeconds * model_->framesPerSecond();
    const double between = longest * (1.0 - settings_.hiddenShare) / settings_.hiddenShare;
    for (std::int64_t clip = 0; clip < clips; clip += 2) {
        double at = between * random.uniform();
        while (at < static_cast<double>(frames)) {
            const double end = at + std::max(1.0, longest * random.uniform());
            seen[clip].slice(0, std::llround(at), std::min(frames, static_cast<std::int64_t>(std::llround(end)))).fill_(false);
            at = end + between * random.uniform();
        }
    }
    return seen.to(device_);
}

torch::Tensor LanguageModelTrainer::weighted(const Losses& losses) const {
    const auto others = static_cast<double>(model_->tokensPerFrame() - 1);
    const double weight = settings_.semanticWeight;
    return (weight * losses.semantic + others * losses.coarse) / (weight + others);
}

LanguageModelTrainer::Losses LanguageModelTrainer::trainingLosses(Random& random) const {
    const torch::Tensor& texts = tokens_.train.fromText;
    std::vector<std::int64_t> chosen;
    std::vector<torch::Tensor> conditioning;
    for (std::int64_t i = 0; i < settings_.batch; ++i) {
        const auto clip = static_cast<std::int64_t>(random.index(static_cast<std::size_t>(train_.size(0))));
        const auto text = static_cast<std::int64_t>(random.index(static_cast<std::size_t>(texts.size(1))));
        const bool useText = random.chance(settings_.textConditioningShare);
        const bool usePlain = random.chance(settings_.plainShare) && tokens_.plainConditioning.defined();
        chosen.push_back(clip);
        conditioning.push_back(usePlain  ? tokens_.plainConditioning
                               : useText ? texts[clip][text]
                                         : tokens_.train.fromAudio[clip]);
    }
    const torch::Tensor streams = train_.index_select(0, torch::tensor(chosen));
    return settings_.framesInside < 1.0 || settings_.hiddenShare > 0.0 ? partialLosses(streams, torch::stack(conditioning), random)
                                        : losses(streams, torch::stack(conditioning));
}

Json LanguageModelTrainer::step(std::int64_t, Random& random) {
    torch::manual_seed(seedFrom(random));  // dropout
    model_->module().train();
    torch::Tensor sums = torch::zeros({3});
    const auto nextLoss = [&] {
        const Losses found = trainingLosses(random);
        sums += torch::stack({found.all, found.semantic, found.coarse}).detach().cpu();
        return weighted(found);
    };
    const double norm = descend(*optimizer_, model_->module(), settings_.accumulate, nextLoss, settings_.gradientClip);
    const torch::Tensor means = sums / static_cast<double>(settings_.accumulate);
    return {{"loss", means[0].item<double>()},
            {"semantic_loss", means[1].item<double>()},
            {"coarse_loss", means[2].item<double>()},
            {"grad_norm", norm}};
}

/// Held-out windows spread over the whole split, so that neighbours are of different clips.
torch::Tensor LanguageModelTrainer::evaluatedWindows() const {
    const std::int64_t count = std::min(evaluationClips, heldOut_.size(0));
    return (torch::arange(count) * heldOut_.size(0)).floor_divide(count);
}

Json LanguageModelTrainer::evaluate() {
    const torch::NoGradGuard noGrad;
    model_->module().eval();
    const torch::Tensor windows = evaluatedWindows();
    const torch::Tensor streams = heldOut_.index_select(0, windows);
    const torch::Tensor sounds = tokens_.heldOut.fromAudio.index_select(0, windows);
    const torch::Tensor captions = tokens_.heldOut.fromText.select(1, 0).index_select(0, windows);
    const torch::Tensor others = captions.roll(1, 0);
    torch::Tensor sums = torch::zeros({5});
    for (std::int64_t from = 0; from < windows.size(0); from += settings_.batch) {
        const std::int64_t to = std::min(from + settings_.batch, windows.size(0));
        const double share = static_cast<double>(to - from) / static_cast<double>(windows.size(0));
        const auto lossesGiven = [&](const torch::Tensor& conditioning) {
            return losses(streams.slice(0, from, to), conditioning.slice(0, from, to));
        };
        const Losses sound = lossesGiven(sounds);
        sums += share * torch::stack({sound.all, sound.semantic, sound.coarse, lossesGiven(captions).all,
                                      lossesGiven(others).all})
                            .cpu();
    }
    return {{"heldout/loss", sums[0].item<double>()},
            {"heldout/semantic_loss", sums[1].item<double>()},
            {"heldout/coarse_loss", sums[2].item<double>()},
            {"heldout/text_loss", sums[3].item<double>()},
            {"heldout/wrong_text_loss", sums[4].item<double>()}};
}

}  // namespace

std::unique_ptr<PartTrainer> makeLanguageModelTrainer(const Json& settings, TokenizedCorpus tokens, std::uint64_t seed,
                                                      torch::Device device, TrainingSchedule& schedule) {
    const LanguageSettings own = readSettings(settings, schedule);
    return std::make_unique<LanguageModelTrainer>(own, std::move(tokens), seed, device, schedule.learningRate);
}

std::unique_ptr<PartTrainer> makeLanguageTrainer(const Json& settings, const TrainingCorpus& corpus, std::uint64_t seed,
                                                 torch::Device device, TrainingSchedule& schedule,
                                                 const std::filesystem::path& modelFolder,
                                                 const std::filesystem::path& workFolder, const JobContext& context) {
    const LanguageSettings own = readSettings(settings, schedule);
    TokenizedCorpus tokens =
        tokenizeCorpus(corpus, modelFolder, own.clipSeconds, device, workFolder.parent_path() / "tokens.safetensors", context);
    return std::make_unique<LanguageModelTrainer>(own, std::move(tokens), seed, device, schedule.learningRate);
}

}  // namespace musicrl
