// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/SoundStreamTrainer.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "music/SoundStream.h"
#include "pretrain/CodecFigures.h"
#include "pretrain/CodecLosses.h"
#include "pretrain/QuantizerTraining.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace musicrl {
namespace {

struct CodecSettings {
    SoundStreamConfig shape;
    std::int64_t batch = 8;
    double cropSeconds = 1.0;
    QuantizerTraining quantizer;
    double gradientClip = 5.0;
    double reconstructionWeight = 1.0;
    double adversarialWeight = 1.0;
    double featureWeight = 100.0;
    double commitmentWeight = 1.0;
    double waveformWeight = 0.0;
    std::int64_t discriminatorFromStep = -1;
    std::int64_t discriminatorEvery = 1;
    DiscriminatorsConfig discriminators;
};

void readWeights(Fields& fields, CodecSettings& settings) {
    constexpr double highest = 1e6;
    fields.number("reconstruction_weight", settings.reconstructionWeight, 0.0, highest);
    fields.number("adversarial_weight", settings.adversarialWeight, 0.0, highest);
    fields.number("feature_weight", settings.featureWeight, 0.0, highest);
    fields.number("commitment_weight", settings.commitmentWeight, 0.0, highest);
    fields.number("waveform_weight", settings.waveformWeight, 0.0, highest);
}

void readDiscriminators(Fields& fields, CodecSettings& settings) {
    fields.integer("discriminator_from_step", settings.discriminatorFromStep, -1, 1'000'000'000);
    fields.integer("discriminator_every", settings.discriminatorEvery, 1, 1'000'000);
    fields.integer("wave_channels", settings.discriminators.waveChannels, 4, 1024);
    fields.integer("wave_max_channels", settings.discriminators.waveMaxChannels, 4, 4096);
    fields.integer("stft_channels", settings.discriminators.stftChannels, 1, 1024);
    for (const std::int64_t channels : {settings.discriminators.waveChannels, settings.discriminators.waveMaxChannels}) {
        if (channels % 4 != 0) {
            throw Error(ErrorKind::BadInput, "settings of codec: wave_channels and wave_max_channels must be multiples of 4.");
        }
    }
}

CodecSettings readSettings(const Json& json, int sampleRateHz, TrainingSchedule& schedule) {
    CodecSettings settings;
    Fields fields(json, "settings of codec");
    readSchedule(fields, schedule);
    fields.integer("batch", settings.batch, 1, 65536);
    fields.number("crop_seconds", settings.cropSeconds, 0.05, 600.0);
    settings.quantizer.read(fields);
    fields.number("gradient_clip", settings.gradientClip, 1e-6, 1e9);
    readWeights(fields, settings);
    readDiscriminators(fields, settings);
    const Json shape = fields.object("shape");
    fields.finish();
    settings.shape = soundStreamConfigFromJson(shape, "settings of codec, shape");
    if (settings.shape.sampleRateHz != sampleRateHz) {
        throw Error(ErrorKind::BadInput, "settings of codec, shape: sample_rate_hz is " +
                                             std::to_string(settings.shape.sampleRateHz) + ", the corpus is read at " +
                                             std::to_string(sampleRateHz) + ".");
    }
    return settings;
}

struct CodecStateImpl : torch::nn::Module {
    explicit CodecStateImpl(const CodecSettings& settings)
        : codec(register_module("codec", SoundStreamNetwork(settings.shape))) {
        if (settings.discriminatorFromStep >= 0) {
            discriminators = register_module("discriminators", Discriminators(settings.discriminators));
        }
    }
    SoundStreamNetwork codec;
    Discriminators discriminators = nullptr;
};
TORCH_MODULE(CodecState);

torch::optim::Adam adamFor(torch::nn::Module& module, double learningRate) {
    return torch::optim::Adam(module.parameters(), torch::optim::AdamOptions(learningRate).betas({0.8, 0.99}));
}

/// Without gradients for a module while in scope: gradients pass through it, none are kept for it.
class Frozen {
public:
    explicit Frozen(torch::nn::Module& module) : parameters_(module.parameters()) { set(false); }
    Frozen(const Frozen&) = delete;
    Frozen& operator=(const Frozen&) = delete;
    ~Frozen() { set(true); }

private:
    void set(bool learns) {
        for (torch::Tensor& parameter : parameters_) {
            parameter.set_requires_grad(learns);
        }
    }
    std::vector<torch::Tensor> parameters_;
};

class SoundStreamTrainer final : public PartTrainer {
public:
    SoundStreamTrainer(CodecSettings settings, const TrainingCorpus& corpus, torch::Device device, double learningRate)
        : settings_(std::move(settings)),
          corpus_(corpus),
          device_(device),
          mel_(settings_.shape.sampleRateHz, device),
          state_(settings_),
          codecOptimizer_(adamFor(*state_->codec, learningRate)) {
        state_->to(device);
        if (state_->discriminators) {
            discriminatorOptimizer_ = std::make_unique<torch::optim::Adam>(adamFor(*state_->discriminators, learningRate));
        }
    }

    torch::nn::Module& state() override { return *state_; }

    std::vector<torch::optim::Optimizer*> optimizers() override {
        std::vector<torch::optim::Optimizer*> all = {&codecOptimizer_};
        if (discriminatorOptimizer_) {
            all.push_back(discriminatorOptimizer_.get());
        }
        return all;
    }

    Json step(std::int64_t step, Random& random) override;
    Json evaluate() override;
    void save(const std::filesystem::path& folder) override { saveSoundStream(folder, settings_.shape, state_->codec); }

private:
    [[nodiscard]] torch::Tensor batch(Random& random) const;
    [[nodiscard]] bool judgesAt(std::int64_t step) const;
    double updateDiscriminators(const torch::Tensor& real, const torch::Tensor& made);

    CodecSettings settings_;
    const TrainingCorpus& corpus_;
    torch::Device device_;
    MultiScaleMel mel_;
    CodecState state_;
    torch::optim::Adam codecOptimizer_;
    std::unique_ptr<torch::optim::Adam> discriminatorOptimizer_;
};

torch::Tensor SoundStreamTrainer::batch(Random& random) const {
    const std::int64_t hop = settings_.shape.network.hopSamples();
    const double samples = settings_.cropSeconds * settings_.shape.sampleRateHz;
    const std::int64_t whole = std::max<std::int64_t>(1, std::llround(samples / static_cast<double>(hop))) * hop;
    return corpus_.randomBatch(Split::Train, settings_.batch, whole, random).to(device_).unsqueeze(1);
}

bool SoundStreamTrainer::judgesAt(std::int64_t step) const {
    return settings_.discriminatorFromStep >= 0 && step >= settings_.discriminatorFromStep &&
           step % settings_.discriminatorEvery == 0;
}

double SoundStreamTrainer::updateDiscriminators(const torch::Tensor& real, const torch::Tensor& made) {
    discriminatorOptimizer_->zero_grad();
    const torch::Tensor loss =
        discriminatorLoss(state_->discriminators->forward(real), state_->discriminators->forward(made.detach()));
    loss.backward();
    torch::nn::utils::clip_grad_norm_(state_->discriminators->parameters(), settings_.gradientClip);
    discriminatorOptimizer_->step();
    return loss.item<double>();
}

Json SoundStreamTrainer::step(std::int64_t step, Random& random) {
    state_->train();
    const torch::Tensor real = batch(random);
    const auto more = [&] { return state_->codec->encoder->forward(batch(random)); };
    const RvqOutput coded =
        settings_.quantizer.quantize(state_->codec->quantizer, step, state_->codec->encoder->forward(real), more, random);
    const torch::Tensor made = state_->codec->decoder->forward(coded.quantized);

    const torch::Tensor mel = mel_.distance(made.squeeze(1), real.squeeze(1));
    const torch::Tensor wave = (made - real).abs().mean() / real.abs().mean().clamp_min(1e-4);
    torch::Tensor loss = settings_.reconstructionWeight * mel + settings_.waveformWeight * wave +
                         settings_.commitmentWeight * coded.commitment;
    Json metrics;
    if (judgesAt(step)) {
        metrics["loss/discriminator"] = updateDiscriminators(real, made);
        const Frozen frozen(*state_->discriminators);
        const std::vector<Judgment> judged = state_->discriminators->forward(made);
        const torch::Tensor adversarial = adversarialLoss(judged);
        const torch::Tensor features = featureLoss(state_->discriminators->forward(real), judged);
        loss = loss + settings_.adversarialWeight * adversarial + settings_.featureWeight * features;
        metrics["loss/adversarial"] = adversarial.item<double>();
        metrics["loss/feature"] = features.item<double>();
    }
    codecOptimizer_.zero_grad();
    loss.backward();
    const double norm = torch::nn::utils::clip_grad_norm_(state_->codec->parameters(), settings_.gradientClip);
    codecOptimizer_.step();
    metrics["loss"] = loss.item<double>();
    metrics["loss/mel"] = mel.item<double>();
    metrics["loss/waveform"] = wave.item<double>();
    metrics["loss/commitment"] = coded.commitment.item<double>();
    metrics["grad_norm"] = norm;
    return metrics;
}

Json SoundStreamTrainer::evaluate() {
    const torch::NoGradGuard guard;
    return state_->codec->quantizer->started()
               ? heldOutCodecMetrics(SoundStream(settings_.shape, state_->codec, {}), corpus_)
               : Json::object();
}

}  // namespace

std::unique_ptr<PartTrainer> makeSoundStreamTrainer(const Json& settings, const TrainingCorpus& corpus, std::uint64_t seed,
                                              torch::Device device, TrainingSchedule& schedule) {
    CodecSettings read = readSettings(settings, corpus.sampleRateHz(), schedule);
    torch::manual_seed(seed);  // LibTorch draws a module's first weights from its global generator
    return std::make_unique<SoundStreamTrainer>(std::move(read), corpus, device, schedule.learningRate);
}

}  // namespace musicrl
