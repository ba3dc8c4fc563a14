// SPDX-License-Identifier: GPL-3.0-or-later
#include "reward/QualityModel.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Fields.h"
#include "tensor/Shapes.h"
#include "tensor/WeightsFile.h"

namespace musicrl {
namespace {

constexpr std::int64_t halvings = 4;

LogMelConfig melConfig(const QualityConfig& config) {
    LogMelConfig made;
    made.sampleRateHz = static_cast<int>(config.sampleRateHz);
    made.hopSamples = static_cast<int>(config.hopSamples);
    made.mels = static_cast<int>(config.mels);
    return made;
}

torch::nn::Conv1d sameLength(std::int64_t in, std::int64_t out, std::int64_t kernel) {
    return torch::nn::Conv1d(torch::nn::Conv1dOptions(in, out, kernel).padding(kernel / 2));
}

}  // namespace

Json toJson(const QualityConfig& config) {
    return Json{{"sample_rate_hz", config.sampleRateHz},
                {"mels", config.mels},
                {"hop_samples", config.hopSamples},
                {"channels", config.channels},
                {"width", config.width}};
}

QualityConfig qualityConfigFromJson(const Json& json, const std::string& where) {
    QualityConfig config;
    Fields fields(json, where);
    fields.integer("sample_rate_hz", config.sampleRateHz, 16000, 48000);
    fields.integer("mels", config.mels, 16, 256);
    fields.integer("hop_samples", config.hopSamples, 16, 4096);
    fields.integer("channels", config.channels, 1, 512);
    fields.integer("width", config.width, 1, 4096);
    fields.finish();
    if (config.mels % (1 << halvings) != 0) {
        throw Error(ErrorKind::BadInput, where + ": mels must be a multiple of 16.");
    }
    return config;
}

QualityModel::QualityModel(const QualityConfig& config)
    : config_(config),
      mel_(register_module("mel", LogMel(melConfig(config)))),
      stem_(register_module("stem", SpectrogramStem(config.mels, config.channels, halvings))),
      overTime_(register_module(
          "over_time", torch::nn::Sequential(
                           sameLength(stem_->outputWidth(), config.width, 3), torch::nn::BatchNorm1d(config.width),
                           torch::nn::ReLU(), sameLength(config.width, config.width, 3),
                           torch::nn::BatchNorm1d(config.width), torch::nn::ReLU(), sameLength(config.width, 1, 1)))) {}

torch::Tensor QualityModel::track(const torch::Tensor& waves) const {
    const torch::NoGradGuard noGradients;
    expectShape(waves, {-1, -1}, "the quality model's audio");
    return trackOfLogMels(logMels(waves.to(stem_->parameters().front().device(), torch::kFloat32)));
}

torch::Tensor QualityModel::logMels(const torch::Tensor& waves) const {
    return mel_->forward(waves);
}

torch::Tensor QualityModel::trackOfLogMels(const torch::Tensor& logMels) const {
    const torch::Tensor steps = stem_->forward(logMels).transpose(1, 2);
    return 1.0 + 4.0 * torch::sigmoid(overTime_->forward(steps).squeeze(1));
}

double QualityModel::stepSeconds() const {
    return static_cast<double>(config_.hopSamples << halvings) / static_cast<double>(config_.sampleRateHz);
}

void saveQuality(const QualityModel& model, const std::filesystem::path& folder) {
    makeFolder(folder);
    writeJsonFile(folder / "config.json", toJson(model.config()));
    saveModule(folder / "model.safetensors", model, WeightsPrecision::Half);  // last: it makes the part whole
}

std::shared_ptr<QualityModel> loadQuality(const std::filesystem::path& folder, torch::Device device) {
    const std::filesystem::path path = folder / "config.json";
    auto model = std::make_shared<QualityModel>(qualityConfigFromJson(readJsonFile(path), path.string()));
    loadModule(folder / "model.safetensors", *model);
    model->to(device);
    model->eval();
    for (torch::Tensor& parameter : model->parameters()) {
        parameter.set_requires_grad(false);
    }
    return model;
}

}  // namespace musicrl
