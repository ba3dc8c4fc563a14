// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/MulanTrainer.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "embedding/mulan/EmbeddingQuantizer.h"
#include "embedding/mulan/Mulan.h"
#include "pretrain/CaptionAugmentation.h"
#include "pretrain/Retrieval.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

namespace musicrl {
namespace {

constexpr double floorLogMel = -11.512925464970229;  // ln of the floor 1e-5
constexpr double unknownWordShare = 0.05;            // words replaced, so that unknown words do no harm
constexpr std::int64_t embedBatch = 64;

struct MulanSettings {
    std::int64_t batch = 64;
    std::int64_t minCount = 2;
    std::int64_t buckets = 64;
    std::int64_t maxLength = 80;
    double weightDecay = 0.05;
    MulanConfig shape;
};

MulanSettings readSettings(const Json& json, int sampleRateHz, TrainingSchedule& schedule) {
    MulanSettings settings;
    Fields fields(json, "settings of mulan");
    readSchedule(fields, schedule);
    fields.integer("batch", settings.batch, 2, 65536);
    fields.integer("min_count", settings.minCount, 1, 1'000'000);
    fields.integer("buckets", settings.buckets, 1, 1'000'000);
    fields.integer("max_length", settings.maxLength, 2, 4096);
    fields.number("weight_decay", settings.weightDecay, 0.0, 1.0);
    const Json shape = fields.object("shape");
    fields.finish();
    settings.shape = mulanConfigFromJson(shape, "settings of mulan, shape");
    if (settings.shape.sampleRateHz != sampleRateHz) {
        throw Error(ErrorKind::BadInput, "settings of mulan, shape: sample_rate_hz is " +
                                             std::to_string(settings.shape.sampleRateHz) + ", the corpus is read at " +
                                             std::to_string(sampleRateHz) + ".");
    }
    return settings;
}

CaptionTokens vocabularyOf(const TrainingCorpus& corpus, const MulanSettings& settings) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < corpus.size(Split::Train); ++i) {
        const MusicCapsRow& row = corpus.row(Split::Train, i);
        texts.push_back(row.caption);
        texts.insert(texts.end(), row.aspects.begin(), row.aspects.end());
    }
    return buildCaptionTokens(texts, settings.minCount, settings.buckets, settings.maxLength);
}

class MulanTrainer final : public PartTrainer {
public:
    MulanTrainer(const MulanSettings& settings, const TrainingCorpus& corpus, std::uint64_t seed, torch::Device device,
                 double learningRate);

    torch::nn::Module& state() override { return *mulan_; }
    std::vector<torch::optim::Optimizer*> optimizers() override { return {optimizer_.get()}; }
    Json step(std::int64_t step, Random& random) override;
    Json evaluate() override;
    void save(const std::filesystem::path& folder) override;

private:
    void makeOptimizer(double learningRate);
    [[nodiscard]] std::vector<torch::Tensor> logMelsOf(Split split) const;
    [[nodiscard]] torch::Tensor audioBatch(const std::vector<std::size_t>& chosen, Random& random) const;
    [[nodiscard]] TextBatch describedBatch(const std::vector<std::size_t>& chosen, Random& random) const;
    [[nodiscard]] torch::Tensor embeddedClips(Split split) const;
    [[nodiscard]] torch::Tensor embeddedCaptions(Split split) const;
    [[nodiscard]] torch::Tensor embeddedDescriptions() const;

    MulanSettings settings_;
    const TrainingCorpus& corpus_;
    std::uint64_t seed_;
    torch::Device device_;
    std::shared_ptr<Mulan> mulan_;
    std::unique_ptr<torch::optim::AdamW> optimizer_;
    std::vector<torch::Tensor> train_;    ///< a clip's log-mel each, [mels, T] float16 on the CPU
    std::vector<torch::Tensor> heldOut_;  ///< the same
};

MulanTrainer::MulanTrainer(const MulanSettings& settings, const TrainingCorpus& corpus, std::uint64_t seed,
                           torch::Device device, double learningRate)
    : settings_(settings), corpus_(corpus), seed_(seed), device_(device) {
    torch::manual_seed(deriveSeed(seed, "mulan weights"));
    mulan_ = std::make_shared<Mulan>(settings.shape, vocabularyOf(corpus, settings));
    mulan_->to(device);
    makeOptimizer(learningRate);
    train_ = logMelsOf(Split::Train);
    heldOut_ = logMelsOf(Split::HeldOut);
}

void MulanTrainer::makeOptimizer(double learningRate) {
    std::vector<torch::Tensor> matrices;
    std::vector<torch::Tensor> vectors;
    for (const torch::Tensor& parameter : mulan_->parameters()) {
        (parameter.dim() > 1 ? matrices : vectors).push_back(parameter);
    }
    const auto options = [&](double decay) {
        return std::make_unique<torch::optim::AdamWOptions>(
            torch::optim::AdamWOptions(learningRate).betas({0.9, 0.98}).weight_decay(decay));
    };
    const std::vector<torch::optim::OptimizerParamGroup> groups = {{matrices, options(settings_.weightDecay)},
                                                                   {vectors, options(0.0)}};
    optimizer_ = std::make_unique<torch::optim::AdamW>(groups, torch::optim::AdamWOptions(learningRate));
}

std::vector<torch::Tensor> MulanTrainer::logMelsOf(Split split) const {
    const torch::NoGradGuard noGradients;
    std::vector<torch::Tensor> all;
    for (std::size_t i = 0; i < corpus_.size(split); ++i) {
        const torch::Tensor wave = corpus_.wave(split, i).unsqueeze(0).to(device_);
        all.push_back(mulan_->logMels(wave).squeeze(0).to(torch::kCPU, torch::kFloat16));
    }
    return all;
}

/// Crops of 4 s to a whole window at another loudness, followed by silence, with a band of time and one of frequency
/// masked (SpecAugment).
torch::Tensor MulanTrainer::audioBatch(const std::vector<std::size_t>& chosen, Random& random) const {
    const std::int64_t frames = settings_.shape.windowFrames();
    const std::int64_t mels = settings_.shape.mels;
    torch::Tensor batch = torch::full({static_cast<std::int64_t>(chosen.size()), mels, frames}, floorLogMel);
    const auto below = [&](std::int64_t count) {
        return static_cast<std::int64_t>(random.index(static_cast<std::size_t>(count)));
    };
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const torch::Tensor& whole = train_[chosen[i]];
        const double share = random.chance(0.5) ? 1.0 : random.uniform(0.4, 1.0);
        const std::int64_t length =
            std::min(whole.size(1), static_cast<std::int64_t>(std::lround(share * static_cast<double>(frames))));
        const std::int64_t start = below(whole.size(1) - length + 1);
        const double gain = random.uniform(-1.5, 1.5);
        torch::Tensor crop = (whole.slice(1, start, start + length).to(torch::kFloat32) + gain).clamp_min(floorLogMel);
        const double middle = crop.mean().item<double>();
        const std::int64_t maskedFrames = below(length / 12 + 1);
        crop.narrow(1, below(length - maskedFrames + 1), maskedFrames).fill_(middle);
        const std::int64_t maskedMels = below(mels / 8 + 1);
        crop.narrow(0, below(mels - maskedMels + 1), maskedMels).fill_(middle);
        batch[static_cast<std::int64_t>(i)].slice(1, 0, length).copy_(crop);
    }
    return batch.to(device_);
}

TextBatch MulanTrainer::describedBatch(const std::vector<std::size_t>& chosen, Random& random) const {
    std::vector<std::string> texts;
    for (const std::size_t index : chosen) {
        texts.push_back(randomDescription(corpus_.row(Split::Train, index), random));
    }
    TextBatch batch = textBatch(mulan_->tokens(), texts);
    auto ids = batch.ids.accessor<std::int64_t, 2>();
    for (std::int64_t row = 0; row < ids.size(0); ++row) {
        for (std::int64_t column = 1; column < ids.size(1); ++column) {
            if (ids[row][column] != CaptionTokens::paddingId && random.chance(unknownWordShare)) {
                const auto bucket = random.index(static_cast<std::size_t>(settings_.buckets));
                ids[row][column] = CaptionTokens::firstBucketId + static_cast<std::int64_t>(bucket);
            }
        }
    }
    return batch;
}

/// [B, B] bool, true where two rows are the same text.
torch::Tensor equalRows(const torch::Tensor& ids) {
    return (ids.unsqueeze(0) == ids.unsqueeze(1)).all(2);
}

Json MulanTrainer::step(std::int64_t /*step*/, Random& random) {
    mulan_->train();
    std::vector<std::size_t> order(train_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    random.shuffle(order);
    order.resize(std::min(order.size(), static_cast<std::size_t>(settings_.batch)));
    const torch::Tensor logMels = audioBatch(order, random);
    const TextBatch texts = describedBatch(order, random);
    optimizer_->zero_grad();
    const torch::Tensor scale = mulan_->inverseTemperature();
    const torch::Tensor loss = contrastiveLoss(mulan_->embedLogMels(logMels), mulan_->embedTokens(texts), scale,
                                               equalRows(texts.ids).to(device_));
    loss.backward();
    const double norm = torch::nn::utils::clip_grad_norm_(mulan_->parameters(), 1.0);
    optimizer_->step();
    return Json{{"loss", loss.item<double>()}, {"grad_norm", norm}, {"temperature", 1.0 / scale.item<double>()}};
}

torch::Tensor MulanTrainer::embeddedClips(Split split) const {
    const std::vector<torch::Tensor>& logMels = split == Split::Train ? train_ : heldOut_;
    const std::int64_t frames = settings_.shape.windowFrames();
    std::vector<torch::Tensor> embedded;
    std::vector<torch::Tensor> pending;
    for (std::size_t i = 0; i < logMels.size(); ++i) {
        const torch::Tensor window = logMels[i].slice(1, 0, frames).to(torch::kFloat32);
        pending.push_back(torch::constant_pad_nd(window, {0, frames - window.size(1)}, floorLogMel));
        if (static_cast<std::int64_t>(pending.size()) == embedBatch || i + 1 == logMels.size()) {
            embedded.push_back(mulan_->embedLogMels(torch::stack(pending).to(device_)).cpu());
            pending.clear();
        }
    }
    return torch::cat(embedded);
}

torch::Tensor MulanTrainer::embeddedCaptions(Split split) const {
    std::vector<std::string> captions;
    for (std::size_t i = 0; i < corpus_.size(split); ++i) {
        captions.push_back(corpus_.row(split, i).caption);
    }
    return mulan_->embedText(captions).cpu();
}

/// Of the training clips, as randomly worded as in training: what prompts look like.
torch::Tensor MulanTrainer::embeddedDescriptions() const {
    Random random(deriveSeed(seed_, "mulan descriptions"));
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < corpus_.size(Split::Train); ++i) {
        texts.push_back(randomDescription(corpus_.row(Split::Train, i), random));
    }
    return mulan_->embedText(texts).cpu();
}

Json MulanTrainer::evaluate() {
    const torch::NoGradGuard noGradients;
    mulan_->eval();
    const torch::Tensor cosines = embeddedClips(Split::HeldOut).matmul(embeddedCaptions(Split::HeldOut).t());
    const std::int64_t clips = cosines.size(0);
    Json measured = Json::object();
    if (clips >= 20) {
        measured["heldout/top1_of_20"] = retrievalShare(cosines, 20, 1);
    }
    if (clips >= 100) {
        measured["heldout/top1_of_100"] = retrievalShare(cosines, 100, 1);
        measured["heldout/top10_of_100"] = retrievalShare(cosines, 100, 10);
    }
    const double right = cosines.diagonal().mean().item<double>();
    measured["heldout/cosine_right"] = right;
    if (clips > 1) {
        const double sum = cosines.sum().item<double>() - right * static_cast<double>(clips);
        measured["heldout/cosine_wrong"] = sum / static_cast<double>(clips * (clips - 1));
    }
    return measured;
}

void MulanTrainer::save(const std::filesystem::path& folder) {
    const torch::NoGradGuard noGradients;
    mulan_->eval();
    const torch::Tensor sounds = embeddedClips(Split::Train);
    const torch::Tensor between =
        torch::cat({sounds + embeddedCaptions(Split::Train), sounds + embeddedDescriptions()});
    mulan_->setCodebooks(fitResidualCodebooks(torch::nn::functional::normalize(between), settings_.shape.rvqLevels,
                                              settings_.shape.rvqVocabulary, deriveSeed(seed_, "mulan codebooks")));
    saveMulan(*mulan_, folder);
}

}  // namespace

std::unique_ptr<PartTrainer> makeMulanTrainer(const Json& settings, const TrainingCorpus& corpus, std::uint64_t seed,
                                              torch::Device device, TrainingSchedule& schedule) {
    const MulanSettings read = readSettings(settings, corpus.sampleRateHz(), schedule);
    return std::make_unique<MulanTrainer>(read, corpus, seed, device, schedule.learningRate);
}

}  // namespace musicrl
