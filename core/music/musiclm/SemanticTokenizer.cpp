// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/SemanticTokenizer.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "music/musiclm/KMeans.h"
#include "tensor/Shapes.h"
#include "tensor/WeightsFile.h"

namespace musicrl {
namespace {

constexpr int clusterIterations = 25;
constexpr double leastDeviation = 1e-3;

torch::nn::Conv2d halving(std::int64_t in, std::int64_t out) {
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 3).stride(2).padding(1));
}

LogMelConfig melConfig(const SemanticTokenizerConfig& config) {
    LogMelConfig mel;
    mel.sampleRateHz = config.sampleRateHz;
    mel.hopSamples = config.sampleRateHz / 100;
    mel.mels = static_cast<int>(config.mels);
    return mel;
}

}  // namespace

SemanticTokenizerConfig semanticTokenizerConfigFromJson(const Json& json, const std::string& where) {
    SemanticTokenizerConfig config;
    std::int64_t rate = config.sampleRateHz;
    Fields fields(json, where);
    fields.integer("sample_rate_hz", rate, 16000, 96000);
    fields.integer("mels", config.mels, 4, 512);
    fields.integer("channels", config.channels, 1, 1024);
    fields.integer("layers", config.layers, 1, 64);
    fields.integer("width", config.width, 2, 8192);
    fields.integer("heads", config.heads, 1, 128);
    fields.integer("feed_forward", config.feedForward, 1, 65536);
    fields.integer("feature_layer", config.featureLayer, 1, 64);
    fields.integer("vocabulary", config.vocabulary, 2, 65536);
    fields.number("dropout", config.dropout, 0.0, 0.9);
    fields.finish();
    config.sampleRateHz = static_cast<int>(rate);
    if (config.featureLayer > config.layers) {
        throw Error(ErrorKind::BadInput, where + ": feature_layer is " + std::to_string(config.featureLayer) +
                                             ", but there are only " + std::to_string(config.layers) + " layers.");
    }
    if (config.sampleRateHz % 100 != 0 || config.mels % 4 != 0) {
        throw Error(ErrorKind::BadInput, where + ": sample_rate_hz must be a multiple of 100 and mels one of 4.");
    }
    return config;
}

Json toJson(const SemanticTokenizerConfig& config) {
    return {{"sample_rate_hz", config.sampleRateHz},
            {"mels", config.mels},
            {"channels", config.channels},
            {"layers", config.layers},
            {"width", config.width},
            {"heads", config.heads},
            {"feed_forward", config.feedForward},
            {"feature_layer", config.featureLayer},
            {"vocabulary", config.vocabulary},
            {"dropout", config.dropout}};
}

SemanticTokenizer::SemanticTokenizer(const SemanticTokenizerConfig& config) : config_(config) {
    logMel_ = register_module("log_mel", LogMel(melConfig(config)));
    melMean_ = register_buffer("mel_mean", torch::zeros({config.mels}));
    melDeviation_ = register_buffer("mel_deviation", torch::ones({config.mels}));
    firstConvolution_ = register_module("first_convolution", halving(1, config.channels));
    secondConvolution_ = register_module("second_convolution", halving(config.channels, config.channels));
    toConformer_ =
        register_module("to_conformer", torch::nn::Linear(config.channels * (config.mels / 4), config.width));
    conformer_ = register_module("conformer", Conformer(ConformerConfig{.layers = config.layers,
                                                                        .width = config.width,
                                                                        .heads = config.heads,
                                                                        .feedForward = config.feedForward,
                                                                        .dropout = config.dropout}));
    featureMean_ = register_buffer("feature_mean", torch::zeros({config.width}));
    featureDeviation_ = register_buffer("feature_deviation", torch::ones({config.width}));
    centres_ = register_buffer("centres", torch::zeros({config.vocabulary, config.width}));
}

torch::Tensor SemanticTokenizer::rawMelFrames(const torch::Tensor& waves) {
    expectShape(waves, {-1, -1}, "waves");
    const std::int64_t samplesPerFrame = config_.sampleRateHz / framesPerSecond;
    const std::int64_t frames = (waves.size(1) + samplesPerFrame - 1) / samplesPerFrame;
    const torch::Tensor whole = torch::constant_pad_nd(waves, {0, frames * samplesPerFrame - waves.size(1)});
    return logMel_->forward(whole).narrow(2, 0, frames * melFramesPerFrame).transpose(1, 2);
}

torch::Tensor SemanticTokenizer::melFrames(const torch::Tensor& waves) {
    return (rawMelFrames(waves) - melMean_) / melDeviation_;
}

torch::Tensor SemanticTokenizer::encode(const torch::Tensor& mel, std::int64_t layers) {
    const torch::Tensor first = torch::relu(firstConvolution_->forward(mel.unsqueeze(1)));
    const torch::Tensor image = torch::relu(secondConvolution_->forward(first));  // [B, channels, F, mels / 4]
    return conformer_->forwardTo(toConformer_->forward(image.transpose(1, 2).flatten(2)), layers);
}

torch::Tensor SemanticTokenizer::tokens(const torch::Tensor& waves) {
    const torch::NoGradGuard noGrad;
    const torch::Tensor found = (features(waves) - featureMean_) / featureDeviation_;
    return nearestCentre(found.flatten(0, 1), centres_).view({found.size(0), found.size(1)});
}

void SemanticTokenizer::setMelStatistics(const torch::Tensor& mean, const torch::Tensor& deviation) {
    const torch::NoGradGuard noGrad;
    melMean_.copy_(mean);
    melDeviation_.copy_(deviation.clamp_min(leastDeviation));
}

void SemanticTokenizer::fitClusters(const torch::Tensor& features, at::Generator generator) {
    const torch::NoGradGuard noGrad;
    featureMean_.copy_(features.mean(0));
    featureDeviation_.copy_(features.std(0).clamp_min(leastDeviation));
    centres_.copy_(
        kMeans((features - featureMean_) / featureDeviation_, config_.vocabulary, clusterIterations, generator));
}

std::shared_ptr<SemanticTokenizer> loadSemanticTokenizer(const std::filesystem::path& partFolder,
                                                         torch::Device device) {
    const std::filesystem::path file = partFolder / "config.json";
    auto tokenizer =
        std::make_shared<SemanticTokenizer>(semanticTokenizerConfigFromJson(readJsonFile(file), file.string()));
    loadModule(partFolder / "model.safetensors", *tokenizer);
    tokenizer->to(device);
    tokenizer->eval();
    for (torch::Tensor& parameter : tokenizer->parameters()) {
        parameter.requires_grad_(false);
    }
    return tokenizer;
}

void saveSemanticTokenizer(const std::filesystem::path& partFolder, const SemanticTokenizer& tokenizer) {
    writeJsonFile(partFolder / "config.json", toJson(tokenizer.config()));
    saveModule(partFolder / "model.safetensors", tokenizer, WeightsPrecision::Half);
}

}  // namespace musicrl
