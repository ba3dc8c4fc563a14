// SPDX-License-Identifier: GPL-3.0-or-later
#include "embedding/mulan/Mulan.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "embedding/mulan/EmbeddingQuantizer.h"
#include "tensor/Shapes.h"
#include "tensor/WeightsFile.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr double startInverseTemperature = 14.0;  // CLIP's 1 / 0.07
constexpr double maxInverseTemperature = 50.0;

LogMelConfig melConfig(const MulanConfig& config) {
    LogMelConfig made;
    made.sampleRateHz = static_cast<int>(config.sampleRateHz);
    made.hopSamples = static_cast<int>(config.hopSamples);
    made.mels = static_cast<int>(config.mels);
    return made;
}

}  // namespace

TextBatch textBatch(const CaptionTokens& tokens, const std::vector<std::string>& texts) {
    std::vector<std::vector<std::int64_t>> rows;
    std::size_t longest = 0;
    for (const std::string& text : texts) {
        rows.push_back(tokens.encode(text));
        longest = std::max(longest, rows.back().size());
    }
    TextBatch batch;
    batch.ids = torch::full({static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(longest)},
                            CaptionTokens::paddingId, torch::kInt64);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::copy(rows[i].begin(), rows[i].end(), batch.ids[static_cast<std::int64_t>(i)].data_ptr<std::int64_t>());
    }
    batch.keep = batch.ids != CaptionTokens::paddingId;
    return batch;
}

Mulan::Mulan(const MulanConfig& config, CaptionTokens tokens)
    : config_(config),
      tokens_(std::move(tokens)),
      mel_(register_module("mel", LogMel(melConfig(config)))),
      audio_(register_module("audio", AudioTower(config))),
      text_(register_module("text", TextTower(config, tokens_.size(), tokens_.maxLength()))),
      logInverseTemperature_(
          register_parameter("log_inverse_temperature", torch::full({}, std::log(startInverseTemperature)))),
      codebooks_(register_buffer("codebooks",
                                 torch::zeros({config.rvqLevels, config.rvqVocabulary, config.embeddingWidth}))) {}

torch::Tensor Mulan::embedAudio(const torch::Tensor& waves) const {
    const torch::NoGradGuard noGradients;
    expectShape(waves, {-1, -1}, "MuLan's audio");
    const std::int64_t missing = config_.windowSamples() - waves.size(1);
    if (missing < 0) {
        throw Error(ErrorKind::BadInput, "MuLan's audio: " + std::to_string(waves.size(1)) +
                                             " samples are more than a window of " +
                                             std::to_string(config_.windowSamples()) + "; cut it into windows first.");
    }
    return embedLogMels(logMels(torch::constant_pad_nd(waves.to(device(), torch::kFloat32), {0, missing})));
}

torch::Tensor Mulan::embedText(const std::vector<std::string>& texts) const {
    const torch::NoGradGuard noGradients;
    if (texts.empty()) {
        throw Error(ErrorKind::BadInput, "MuLan: there is no text to embed.");
    }
    return embedTokens(textBatch(tokens_, texts));
}

torch::Tensor Mulan::conditioningTokens(const torch::Tensor& embeddings) const {
    const torch::NoGradGuard noGradients;
    expectShape(embeddings, {-1, config_.embeddingWidth}, "MuLan's embeddings");
    return residualCodes(embeddings.to(device()), codebooks_);
}

torch::Tensor Mulan::logMels(const torch::Tensor& waves) const {
    return mel_->forward(waves);
}

torch::Tensor Mulan::embedLogMels(const torch::Tensor& logMels) const {
    return audio_->forward(logMels);
}

torch::Tensor Mulan::embedTokens(const TextBatch& texts) const {
    return text_->forward(texts.ids.to(device()), texts.keep.to(device()));
}

torch::Tensor Mulan::inverseTemperature() const {
    return logInverseTemperature_.clamp_max(std::log(maxInverseTemperature)).exp();
}

void Mulan::setCodebooks(const torch::Tensor& codebooks) {
    expectShape(codebooks, codebooks_.sizes().vec(), "MuLan's codebooks");
    const torch::NoGradGuard noGradients;
    codebooks_.copy_(codebooks);
}

torch::Tensor contrastiveLoss(const torch::Tensor& audio, const torch::Tensor& text,
                              const torch::Tensor& inverseTemperature, const torch::Tensor& same) {
    const torch::Tensor self = torch::eye(audio.size(0), same.options());
    const torch::Tensor logits =
        (audio.matmul(text.t()) * inverseTemperature).masked_fill(same.logical_and(self.logical_not()), -1e9);
    const torch::Tensor right = torch::arange(audio.size(0), torch::dtype(torch::kInt64).device(audio.device()));
    return 0.5 * (torch::nn::functional::cross_entropy(logits, right) +
                  torch::nn::functional::cross_entropy(logits.t(), right));
}

void saveMulan(const Mulan& mulan, const std::filesystem::path& folder) {
    makeFolder(folder);
    writeJsonFile(folder / "config.json", toJson(mulan.config()));
    writeJsonFile(folder / "vocabulary.json", toJson(mulan.tokens()));
    saveModule(folder / "model.safetensors", mulan, WeightsPrecision::Half);  // last: it makes the part whole
}

std::shared_ptr<Mulan> loadMulan(const std::filesystem::path& folder, torch::Device device) {
    const std::filesystem::path configPath = folder / "config.json";
    const std::filesystem::path vocabularyPath = folder / "vocabulary.json";
    const MulanConfig config = mulanConfigFromJson(readJsonFile(configPath), configPath.string());
    auto mulan =
        std::make_shared<Mulan>(config, captionTokensFromJson(readJsonFile(vocabularyPath), vocabularyPath.string()));
    loadModule(folder / "model.safetensors", *mulan);
    mulan->to(device);
    mulan->eval();
    for (torch::Tensor& parameter : mulan->parameters()) {
        parameter.set_requires_grad(false);
    }
    return mulan;
}

}  // namespace musicrl
