// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/bench/InstrumentClassifier.h"

#include "audio/AudioFile.h"
#include "audio/Resampler.h"
#include "base/AtomicFile.h"
#include "base/Random.h"
#include "nn/LogMel.h"
#include "nn/SpectrogramStem.h"
#include "pretrain/TrainingStep.h"
#include "tensor/WeightsFile.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace musicrl {
namespace {

constexpr std::int64_t mels = 64;
constexpr int hopSamples = 320;
constexpr std::int64_t cropFrames = 200;             // 4 s
constexpr double floorLogMel = -11.512925464970229;  // ln of the floor 1e-5
constexpr double learningRate = 2e-3;

/// \return [mels, T] float
torch::Tensor logMelOf(const Clip& clip) {
    const torch::NoGradGuard noGradients;
    const Clip prepared = resample(toMono(clip), InstrumentClassifier::sampleRateHz);
    static const LogMelConfig config{
        .sampleRateHz = InstrumentClassifier::sampleRateHz, .hopSamples = hopSamples, .mels = static_cast<int>(mels)};
    return LogMel(config)->forward(torch::tensor(prepared.samples).unsqueeze(0)).squeeze(0);
}

/// A picture of \p cropFrames frames from \p start on, followed by silence where the clip ends.
torch::Tensor cropped(const torch::Tensor& logMel, std::int64_t start) {
    const torch::Tensor crop = logMel.slice(1, start, start + cropFrames);
    return torch::constant_pad_nd(crop, {0, cropFrames - crop.size(1)}, floorLogMel);
}

/// What a classifier should not care about: where it listens, how loud it is, noise below the music, the highest bands
/// missing, a moment or a band missing.
torch::Tensor varied(const torch::Tensor& logMel, Random& random) {
    const auto below = [&](std::int64_t count) {
        return static_cast<std::int64_t>(random.index(static_cast<std::size_t>(count)));
    };
    const double gain = random.uniform(-1.5, 1.5);
    torch::Tensor crop = cropped(logMel, below(std::max<std::int64_t>(1, logMel.size(1) - cropFrames + 1))) + gain;
    const double noise = crop.max().item<double>() - random.uniform(5.0, 12.0);
    crop = torch::logaddexp(crop, torch::full({}, noise)).clamp_min(floorLogMel);
    if (random.chance(0.3)) {
        crop.slice(0, mels - below(mels / 3)).fill_(floorLogMel);
    }
    crop.narrow(1, below(cropFrames - 20), 1 + below(20)).fill_(crop.mean().item<double>());
    crop.narrow(0, below(mels - 8), 1 + below(8)).fill_(crop.mean().item<double>());
    return crop;
}

torch::nn::Conv1d sameLength(std::int64_t in, std::int64_t out) {
    return torch::nn::Conv1d(torch::nn::Conv1dOptions(in, out, 3).padding(1));
}

}  // namespace

struct InstrumentClassifier::Net : torch::nn::Module {
    Net()
        : stem(register_module("stem", SpectrogramStem(mels, 16, 4))),
          overTime(register_module("over_time", torch::nn::Sequential(sameLength(stem->outputWidth(), 128),
                                                                      torch::nn::BatchNorm1d(128), torch::nn::ReLU()))),
          dropout(register_module("dropout", torch::nn::Dropout(0.3))),
          scores(
              register_module("scores", torch::nn::Linear(256, static_cast<std::int64_t>(leadInstruments().size())))) {}

    /// \param logMels  [B, mels, T] float
    /// \return         [B, instruments] float, logits
    torch::Tensor forward(const torch::Tensor& logMels) {
        const torch::Tensor steps = overTime->forward(stem->forward(logMels).transpose(1, 2));
        return scores->forward(dropout->forward(torch::cat({steps.mean(2), std::get<0>(steps.max(2))}, 1)));
    }

    SpectrogramStem stem;
    torch::nn::Sequential overTime;
    torch::nn::Dropout dropout;
    torch::nn::Linear scores;
};

Json toJson(const InstrumentTraining& training) {
    return Json{{"format", 1},
                {"classes", leadInstruments()},
                {"train_clips", training.trainClips},
                {"coded_clips", training.codedClips},
                {"test_clips", training.testClips},
                {"steps", training.steps},
                {"batch", training.batch},
                {"clip_seconds", training.clipSeconds},
                {"seed", training.seed},
                {"sound_font", training.soundFont.filename().string()}};
}

std::vector<LedClip> instrumentRenders(const InstrumentTraining& training, bool test, std::int64_t count,
                                       const JobContext& context) {
    const std::uint64_t seed = deriveSeed(training.seed, test ? "instrument test" : "instrument training");
    return renderLedClips(count, training.clipSeconds, InstrumentClassifier::sampleRateHz, seed, training.soundFont,
                          context);
}

InstrumentClassifier::InstrumentClassifier(std::uint64_t seed) {
    torch::manual_seed(deriveSeed(seed, "classifier weights"));
    net_ = std::make_unique<Net>();
}

InstrumentClassifier::~InstrumentClassifier() = default;
InstrumentClassifier::InstrumentClassifier(InstrumentClassifier&&) noexcept = default;

void InstrumentClassifier::train(const std::vector<LedClip>& clips, const InstrumentTraining& training,
                                 const JobContext& context) {
    std::vector<torch::Tensor> pictures;
    for (const LedClip& led : clips) {
        pictures.push_back(logMelOf(led.clip));
    }
    Random random(deriveSeed(training.seed, "classifier batches"));
    torch::manual_seed(deriveSeed(training.seed, "classifier dropout"));
    const auto optimizer = makeAdamW(*net_, learningRate, 0.05);
    net_->train();
    for (std::int64_t step = 0; step < training.steps; ++step) {
        context.throwIfStopped();
        context.publish(Progress{step, training.steps, "training the instrument classifier"});
        const double place = static_cast<double>(step) / static_cast<double>(training.steps);
        const double rate =
            learningRate * std::min(1.0, 20.0 * place + 0.05) * 0.5 * (1.0 + std::cos(std::numbers::pi * place));
        for (auto& group : optimizer->param_groups()) {
            static_cast<torch::optim::AdamWOptions&>(group.options()).lr(rate);
        }
        std::vector<torch::Tensor> batch;
        std::vector<std::int64_t> leads;
        for (std::int64_t i = 0; i < training.batch; ++i) {
            const std::size_t chosen = random.index(clips.size());
            batch.push_back(varied(pictures[chosen], random));
            leads.push_back(static_cast<std::int64_t>(clips[chosen].lead));
        }
        const torch::Tensor loss = torch::cross_entropy_loss(net_->forward(torch::stack(batch)), torch::tensor(leads));
        descend(*optimizer, *net_, loss, 5.0);
    }
}

std::size_t InstrumentClassifier::nameLead(const Clip& clip) const {
    const torch::NoGradGuard noGradients;
    net_->eval();
    const torch::Tensor picture = logMelOf(clip);
    std::vector<torch::Tensor> crops;
    for (std::int64_t start = 0; start == 0 || start + cropFrames <= picture.size(1); start += cropFrames / 2) {
        crops.push_back(cropped(picture, start));
    }
    return static_cast<std::size_t>(
        net_->forward(torch::stack(crops)).log_softmax(1).mean(0).argmax().item<std::int64_t>());
}

void InstrumentClassifier::save(const std::filesystem::path& folder) const {
    makeFolder(folder);
    saveModule(folder / "classifier.safetensors", *net_, WeightsPrecision::AsIs);
}

void InstrumentClassifier::load(const std::filesystem::path& folder) {
    loadModule(folder / "classifier.safetensors", *net_);
}

Confusion confusionOn(const InstrumentClassifier& classifier, const std::vector<LedClip>& clips,
                      const HeardThrough& heard) {
    Confusion confusion(leadInstruments());
    for (const LedClip& led : clips) {
        confusion.add(led.lead, classifier.nameLead(heard ? heard(led.clip) : led.clip));
    }
    return confusion;
}

TestedClassifier instrumentClassifier(const std::filesystem::path& folder, const InstrumentTraining& training,
                                      const HeardThrough& heard, const std::string& heardHash,
                                      const JobContext& context) {
    const std::filesystem::path settings = folder / "training.json";
    const std::filesystem::path results = folder / "confusion.json";
    Json wanted = toJson(training);
    wanted["heard_through"] = heardHash;
    InstrumentClassifier classifier(training.seed);
    if (std::filesystem::exists(settings) && readJsonFile(settings) == wanted) {
        classifier.load(folder);
        return {std::move(classifier), confusionFromJson(readJsonFile(results), results.string())};
    }
    std::vector<LedClip> clips = instrumentRenders(training, false, training.trainClips, context);
    for (std::int64_t i = 0; i < std::min(training.codedClips, training.trainClips); ++i) {
        context.throwIfStopped();
        context.publish(Progress{i, training.codedClips, "coding renders"});
        const LedClip& led = clips[static_cast<std::size_t>(i)];
        clips.push_back(LedClip{heard(led.clip), led.lead});
    }
    classifier.train(clips, training, context);
    Confusion test = confusionOn(classifier, instrumentRenders(training, true, training.testClips, context));
    classifier.save(folder);
    writeJsonFile(results, toJson(test));
    writeJsonFile(settings, wanted);  // last: it makes the folder whole
    return {std::move(classifier), std::move(test)};
}

}  // namespace musicrl
