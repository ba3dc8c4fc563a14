// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/QualityTrainer.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "pretrain/Retrieval.h"
#include "pretrain/TrainingStep.h"
#include "pretrain/corpus/Degradations.h"
#include "reward/QualityModel.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace musicrl {
namespace {

constexpr std::array<const char*, 5> measuredNames = {"0", "0.25", "0.5", "0.75", "1"};
constexpr std::size_t measuredClips = 60;

struct QualitySettings {
    std::int64_t batch = 32;
    std::int64_t accumulate = 1;
    double cropSeconds = 4.0;
    double weightDecay = 0.01;
    QualityConfig shape;
};

QualitySettings readSettings(const Json& json, int sampleRateHz, TrainingSchedule& schedule) {
    QualitySettings settings;
    Fields fields(json, "settings of quality");
    readSchedule(fields, schedule);
    fields.integer("batch", settings.batch, 2, 65536);
    fields.integer("accumulate", settings.accumulate, 1, 65536);
    fields.number("crop_seconds", settings.cropSeconds, 0.5, 60.0);
    fields.number("weight_decay", settings.weightDecay, 0.0, 1.0);
    const Json shape = fields.object("shape");
    fields.finish();
    settings.shape = qualityConfigFromJson(shape, "settings of quality, shape");
    if (settings.shape.sampleRateHz != sampleRateHz) {
        throw Error(ErrorKind::BadInput, "settings of quality, shape: sample_rate_hz is " +
                                             std::to_string(settings.shape.sampleRateHz) + ", the corpus is read at " +
                                             std::to_string(sampleRateHz) + ".");
    }
    return settings;
}

/// What happens to one crop.
struct Damage {
    double severity = 0.0;
    std::uint64_t seed = 0;
};

/// \param crops  [B, N] float
/// \return       [B, N] float, row i damaged by damages[i]
torch::Tensor damaged(const torch::Tensor& crops, const std::vector<Damage>& damages, int sampleRateHz) {
    torch::Tensor result = crops.contiguous().clone();
    const std::int64_t samples = result.size(1);
    float* const data = result.data_ptr<float>();
    at::parallel_for(0, result.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
            float* const first = data + row * samples;
            const Damage& damage = damages[static_cast<std::size_t>(row)];
            const Clip clip{sampleRateHz, 1, {first, first + samples}};
            const Clip worse = degrade(clip, damage.severity, damage.seed);
            std::copy(worse.samples.begin(), worse.samples.end(), first);
        }
    });
    return result;
}

class QualityTrainer final : public PartTrainer {
public:
    QualityTrainer(const QualitySettings& settings, const TrainingCorpus& corpus, std::uint64_t seed,
                   torch::Device device, double learningRate);

    torch::nn::Module& state() override { return *model_; }
    std::vector<torch::optim::Optimizer*> optimizers() override { return {&optimizer_}; }
    Json step(std::int64_t step, Random& random) override;
    Json evaluate() override;
    void save(const std::filesystem::path& folder) override { saveQuality(*model_, folder); }

private:
    [[nodiscard]] torch::Tensor nextLoss(Random& random);
    [[nodiscard]] std::int64_t cropSamples() const;
    [[nodiscard]] std::vector<torch::Tensor> heldOutLogMels(std::uint64_t seed) const;

    QualitySettings settings_;
    const TrainingCorpus& corpus_;
    torch::Device device_;
    std::shared_ptr<QualityModel> model_;
    torch::optim::AdamW optimizer_;
    std::vector<torch::Tensor> heldOut_;  ///< per measured severity [clips, mels, T] float
};

std::shared_ptr<QualityModel> seededModel(const QualityConfig& shape, std::uint64_t seed, torch::Device device) {
    torch::manual_seed(deriveSeed(seed, "quality weights"));
    auto model = std::make_shared<QualityModel>(shape);
    model->to(device);
    return model;
}

QualityTrainer::QualityTrainer(const QualitySettings& settings, const TrainingCorpus& corpus, std::uint64_t seed,
                               torch::Device device, double learningRate)
    : settings_(settings),
      corpus_(corpus),
      device_(device),
      model_(seededModel(settings.shape, seed, device)),
      optimizer_(model_->parameters(), torch::optim::AdamWOptions(learningRate).weight_decay(settings.weightDecay)),
      heldOut_(heldOutLogMels(seed)) {}

std::int64_t QualityTrainer::cropSamples() const {
    return static_cast<std::int64_t>(std::lround(settings_.cropSeconds * corpus_.sampleRateHz()));
}

std::vector<torch::Tensor> QualityTrainer::heldOutLogMels(std::uint64_t seed) const {
    const torch::NoGradGuard noGradients;
    Random random(deriveSeed(seed, "quality held out"));
    const std::size_t clips = std::min(measuredClips, corpus_.size(Split::HeldOut));
    std::vector<torch::Tensor> crops;
    for (std::size_t i = 0; i < clips; ++i) {
        crops.push_back(corpus_.crop(Split::HeldOut, i, cropSamples(), random));
    }
    std::vector<torch::Tensor> logMels;
    for (std::size_t s = 0; s < measuredNames.size(); ++s) {
        std::vector<Damage> damages;
        for (std::size_t i = 0; i < clips; ++i) {
            damages.push_back({0.25 * static_cast<double>(s), deriveSeed(seed, "quality held-out damage", i)});
        }
        logMels.push_back(model_->logMels(damaged(torch::stack(crops), damages, corpus_.sampleRateHz()).to(device_)));
    }
    return logMels;
}

torch::Tensor QualityTrainer::nextLoss(Random& random) {
    const torch::Tensor crops =
        corpus_.randomBatch(Split::Train, settings_.batch / 2, cropSamples(), random).repeat({2, 1});
    std::vector<Damage> damages;
    torch::Tensor wanted = torch::empty({crops.size(0)});
    torch::Tensor gains = torch::empty({crops.size(0), 1});
    for (std::int64_t i = 0; i < crops.size(0); ++i) {
        const double severity = random.chance(0.15) ? 0.0 : random.uniform();
        damages.push_back({severity, deriveSeed(random.index(std::size_t{1} << 40U), "damage")});
        wanted[i] = mosOfSeverity(severity);
        gains[i] = std::pow(10.0, random.uniform(-12.0, 6.0) / 20.0);  // loudness says nothing about quality
    }
    const torch::Tensor waves = damaged(crops, damages, corpus_.sampleRateHz()) * gains;
    const torch::Tensor predicted = model_->trackOfLogMels(model_->logMels(waves.to(device_))).mean(1);
    return torch::mse_loss(predicted, wanted.to(device_));
}

Json QualityTrainer::step(std::int64_t /*step*/, Random& random) {
    model_->train();
    double sum = 0.0;
    const auto loss = [&] {
        const torch::Tensor found = nextLoss(random);
        sum += found.item<double>();
        return found;
    };
    const double norm = descend(optimizer_, *model_, settings_.accumulate, loss, 1.0);
    return Json{{"loss", sum / static_cast<double>(settings_.accumulate)}, {"grad_norm", norm}};
}

Json QualityTrainer::evaluate() {
    const torch::NoGradGuard noGradients;
    model_->eval();
    Json measured = Json::object();
    std::vector<double> scores;
    std::vector<double> wanted;
    double error = 0.0;
    for (std::size_t s = 0; s < heldOut_.size(); ++s) {
        const double mos = mosOfSeverity(0.25 * static_cast<double>(s));
        const torch::Tensor predicted = model_->trackOfLogMels(heldOut_[s]).mean(1).to(torch::kCPU, torch::kFloat64);
        for (std::int64_t i = 0; i < predicted.size(0); ++i) {
            scores.push_back(predicted[i].item<double>());
            wanted.push_back(mos);
            error += std::abs(scores.back() - mos);
        }
        measured[std::string("heldout/mos_") + measuredNames[s]] = predicted.mean().item<double>();
    }
    measured["heldout/spearman"] = rankCorrelation(scores, wanted);
    measured["heldout/error"] = error / static_cast<double>(scores.size());
    return measured;
}

}  // namespace

std::unique_ptr<PartTrainer> makeQualityTrainer(const Json& settings, const TrainingCorpus& corpus, std::uint64_t seed,
                                                torch::Device device, TrainingSchedule& schedule) {
    const QualitySettings read = readSettings(settings, corpus.sampleRateHz(), schedule);
    return std::make_unique<QualityTrainer>(read, corpus, seed, device, schedule.learningRate);
}

}  // namespace musicrl
