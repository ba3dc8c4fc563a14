// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/SpectralCodecTrainer.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "music/SpectralCodec.h"
#include "pretrain/CodecFigures.h"
#include "pretrain/CodecLosses.h"
#include "pretrain/QuantizerTraining.h"
#include "pretrain/TrainingStep.h"
#include "tensor/Device.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace musicrl {
namespace {

constexpr int smallestMelWindow = 256;  // below it there are hardly any bands, and most of the frames
constexpr double quietestGainDb = -6.0;
constexpr double loudestGainDb = 3.0;

struct SpectralSettings {
    SpectralCodecConfig shape;
    QuantizerTraining quantizer;
    std::int64_t batch = 8;
    std::int64_t accumulate = 1;
    double cropSeconds = 2.0;
    double gradientClip = 2.0;
    double magnitudeWeight = 1.0;
    double advanceWeight = 1.0;
    double reconstructionWeight = 0.002;
    double commitmentWeight = 0.25;
    double weightDecay = 0.01;
    std::int64_t decoderFromStep = -1;
    std::int64_t decoderLevels = 4;
};

SpectralSettings readSettings(const Json& json, int sampleRateHz, TrainingSchedule& schedule) {
    constexpr double highest = 1e6;
    SpectralSettings settings;
    Fields fields(json, "settings of codec");
    readSchedule(fields, schedule);
    fields.integer("batch", settings.batch, 1, 65536);
    fields.integer("accumulate", settings.accumulate, 1, 65536);
    fields.number("crop_seconds", settings.cropSeconds, 0.05, 600.0);
    settings.quantizer.read(fields);
    fields.number("gradient_clip", settings.gradientClip, 1e-6, 1e9);
    fields.number("magnitude_weight", settings.magnitudeWeight, 0.0, highest);
    fields.number("advance_weight", settings.advanceWeight, 0.0, highest);
    fields.number("reconstruction_weight", settings.reconstructionWeight, 0.0, highest);
    fields.number("commitment_weight", settings.commitmentWeight, 0.0, highest);
    fields.number("weight_decay", settings.weightDecay, 0.0, 1.0);
    fields.integer("decoder_from_step", settings.decoderFromStep, -1, 1'000'000'000);
    fields.integer("decoder_levels", settings.decoderLevels, 1, 64);
    const Json shape = fields.object("shape");
    fields.finish();
    settings.shape = spectralCodecConfigFromJson(shape, "settings of codec, shape");
    if (settings.shape.sampleRateHz != sampleRateHz) {
        throw Error(ErrorKind::BadInput, "settings of codec, shape: sample_rate_hz is " +
                                             std::to_string(settings.shape.sampleRateHz) + ", the corpus is read at " +
                                             std::to_string(sampleRateHz) + ".");
    }
    return settings;
}

/// Mean of 1 - cosine of the angle between the advances; a bin weighs as far as it is above the floor.
torch::Tensor advanceDistance(const PhasorSpectrum& made, const PhasorSpectrum& wanted) {
    const torch::Tensor weight = wanted.logMagnitude - std::log(PhasorFrames::floorMagnitude);
    const torch::Tensor length = (made.cosine.square() + made.sine.square() + 1e-4).sqrt();
    const torch::Tensor cosine = (made.cosine * wanted.cosine + made.sine * wanted.sine) / length;
    return (weight * (1.0 - cosine)).mean() / weight.mean().clamp_min(0.1);
}

class SpectralCodecTrainer final : public PartTrainer {
public:
    SpectralCodecTrainer(SpectralSettings settings, const TrainingCorpus& corpus, torch::Device device, double learningRate)
        : settings_(std::move(settings)),
          corpus_(corpus),
          device_(device),
          frames_(settings_.shape.windowSamples, settings_.shape.frameSamples),
          mel_(settings_.shape.sampleRateHz, device, smallestMelWindow),
          codec_(settings_.shape) {
        codec_->to(device);
        optimizer_ = makeAdamW(*codec_, learningRate, settings_.weightDecay);
    }

    torch::nn::Module& state() override { return *codec_; }
    std::vector<torch::optim::Optimizer*> optimizers() override { return {optimizer_.get()}; }
    Json step(std::int64_t step, Random& random) override;
    Json evaluate() override;
    void save(const std::filesystem::path& folder) override { saveSpectralCodec(folder, settings_.shape, codec_); }

private:
    struct Losses {
        torch::Tensor magnitude, advance, mel, commitment, all;  ///< scalars
    };
    [[nodiscard]] torch::Tensor batch(Random& random) const;
    [[nodiscard]] bool settled(std::int64_t step) const;
    [[nodiscard]] RvqOutput codedWhileLearning(std::int64_t step, const PhasorSpectrum& wanted, Random& random);
    [[nodiscard]] RvqOutput codedForDecoder(const PhasorSpectrum& wanted, Random& random);
    [[nodiscard]] Losses losses(std::int64_t step, Random& random);

    SpectralSettings settings_;
    const TrainingCorpus& corpus_;
    torch::Device device_;
    PhasorFrames frames_;
    MultiScaleMel mel_;
    SpectralCodecNetwork codec_;
    std::unique_ptr<torch::optim::AdamW> optimizer_;
};

/// \return [B, N]
torch::Tensor SpectralCodecTrainer::batch(Random& random) const {
    const std::int64_t hop = settings_.shape.hopSamples();
    const double samples = settings_.cropSeconds * settings_.shape.sampleRateHz;
    const std::int64_t whole = std::max<std::int64_t>(2, std::llround(samples / static_cast<double>(hop))) * hop;
    torch::Tensor waves = corpus_.randomBatch(Split::Train, settings_.batch, whole, random);
    for (std::int64_t i = 0; i < settings_.batch; ++i) {
        waves[i] *= std::pow(10.0, random.uniform(quietestGainDb, loudestGainDb) / 20.0);
    }
    return waves.clamp(-1.0, 1.0).to(device_);
}

bool SpectralCodecTrainer::settled(std::int64_t step) const {
    return settings_.decoderFromStep >= 0 && step >= settings_.decoderFromStep;
}

RvqOutput SpectralCodecTrainer::codedWhileLearning(std::int64_t step, const PhasorSpectrum& wanted, Random& random) {
    const auto more = [&] { return codec_->encode(frames_.analyse(batch(random))); };
    return settings_.quantizer.quantize(codec_->quantizer, step, codec_->encode(wanted), more, random);
}

RvqOutput SpectralCodecTrainer::codedForDecoder(const PhasorSpectrum& wanted, Random& random) {
    const torch::NoGradGuard guard;
    codec_->quantizer->eval();
    for (torch::Tensor parameter : codec_->encoderParameters()) {
        parameter.mutable_grad().reset();  // without one the optimizer leaves it alone
    }
    torch::Tensor levels = torch::full({settings_.batch}, settings_.shape.quantizer.levels, torch::kInt64);
    for (std::int64_t i = 0; i < settings_.batch; ++i) {
        if (random.chance(0.5)) {
            levels[i] = std::min(settings_.decoderLevels, settings_.shape.quantizer.levels);
        }
    }
    return codec_->quantizer->forward(codec_->encode(wanted), levels, seededGenerator(0));
}

SpectralCodecTrainer::Losses SpectralCodecTrainer::losses(std::int64_t step, Random& random) {
    const torch::Tensor real = batch(random);
    const PhasorSpectrum wanted = frames_.analyse(real);
    const RvqOutput coded = settled(step) ? codedForDecoder(wanted, random) : codedWhileLearning(step, wanted, random);
    const PhasorSpectrum made = codec_->decode(coded.quantized);
    Losses found{.magnitude = (made.logMagnitude - wanted.logMagnitude).abs().mean(),
                 .advance = advanceDistance(made, wanted),
                 .mel = mel_.distance(frames_.synthesise(made), real),
                 .commitment = coded.commitment,
                 .all = {}};
    found.all = settings_.magnitudeWeight * found.magnitude + settings_.advanceWeight * found.advance +
                settings_.reconstructionWeight * found.mel + settings_.commitmentWeight * found.commitment;
    return found;
}

Json SpectralCodecTrainer::step(std::int64_t step, Random& random) {
    codec_->train();
    torch::Tensor sums = torch::zeros({5});
    const auto nextLoss = [&] {
        const Losses found = losses(step, random);
        sums += torch::stack({found.all, found.magnitude, found.advance, found.mel, found.commitment}).detach().cpu();
        return found.all;
    };
    const double norm = descend(*optimizer_, *codec_, settings_.accumulate, nextLoss, settings_.gradientClip);
    const torch::Tensor means = sums / static_cast<double>(settings_.accumulate);
    return {{"loss", means[0].item<double>()},
            {"loss/magnitude", means[1].item<double>()},
            {"loss/advance", means[2].item<double>()},
            {"loss/mel", means[3].item<double>()},
            {"loss/commitment", means[4].item<double>()},
            {"grad_norm", norm}};
}

Json SpectralCodecTrainer::evaluate() {
    const torch::NoGradGuard guard;
    if (!codec_->quantizer->started()) {
        return Json::object();
    }
    return heldOutCodecMetrics(SpectralCodec(settings_.shape, codec_, {}), corpus_);
}

}  // namespace

std::unique_ptr<PartTrainer> makeSpectralCodecTrainer(const Json& settings, const TrainingCorpus& corpus, std::uint64_t seed,
                                                      torch::Device device, TrainingSchedule& schedule) {
    SpectralSettings read = readSettings(settings, corpus.sampleRateHz(), schedule);
    torch::manual_seed(seed);  // LibTorch draws a module's first weights from its global generator
    return std::make_unique<SpectralCodecTrainer>(std::move(read), corpus, device, schedule.learningRate);
}

}  // namespace musicrl
