// SPDX-License-Identifier: GPL-3.0-or-later
#include "reward/PreferenceModel.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Fields.h"
#include "tensor/Shapes.h"
#include "tensor/WeightsFile.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

/// Clips of different lengths as one batch, zeros behind the shorter ones.
struct FrameBatch {
    torch::Tensor tokens;  ///< [B, F, P] int64
    torch::Tensor keep;    ///< [B, F] float, 1 for a clip's own frames
};

FrameBatch batchOf(const std::vector<torch::Tensor>& streams, std::int64_t tokensPerFrame, torch::Device device) {
    std::int64_t longest = 0;
    for (const torch::Tensor& stream : streams) {
        expectShape(stream, {-1}, "a clip's tokens");
        if (stream.size(0) == 0 || stream.size(0) % tokensPerFrame != 0) {
            throw Error(ErrorKind::BadInput, "A stream of " + std::to_string(stream.size(0)) +
                                                 " tokens is no whole number of frames of " +
                                                 std::to_string(tokensPerFrame) + ".");
        }
        longest = std::max(longest, stream.size(0));
    }
    std::vector<torch::Tensor> tokens;
    std::vector<torch::Tensor> keep;
    for (const torch::Tensor& stream : streams) {
        tokens.push_back(torch::constant_pad_nd(stream, {0, longest - stream.size(0)}));
        keep.push_back((torch::arange(longest / tokensPerFrame) < stream.size(0) / tokensPerFrame).to(torch::kFloat32));
    }
    return {torch::stack(tokens).to(device).view({static_cast<std::int64_t>(streams.size()), -1, tokensPerFrame}),
            torch::stack(keep).to(device)};
}

}  // namespace

Json toJson(const PreferenceConfig& config) {
    return {{"language", toJson(config.language)},
            {"text", config.usesText},
            {"crop", config.crop},
            {"window_seconds", config.windowSeconds},
            {"codec", config.sources.codec},
            {"semantic", config.sources.semantic},
            {"mulan", config.sources.mulan}};
}

PreferenceConfig preferenceConfigFromJson(const Json& json, const std::string& where) {
    PreferenceConfig config;
    Fields fields(json, where);
    config.language = hierarchicalLmConfigFromJson(fields.object("language"), where + ", language");
    fields.flag("text", config.usesText);
    fields.number("crop", config.crop, 0.01, 1.0);
    fields.number("window_seconds", config.windowSeconds, 0.04, 3600.0);
    fields.text("codec", config.sources.codec);
    fields.text("semantic", config.sources.semantic);
    fields.text("mulan", config.sources.mulan);
    fields.finish();
    if (config.language.plainConditioning.empty()) {
        throw Error(ErrorKind::BadInput, where + ": \"plain_conditioning\" of \"language\" is missing.");
    }
    return config;
}

std::vector<FrameSpan> heardSpans(std::int64_t samples, int sampleRateHz, const PreferenceConfig& config) {
    const auto window = static_cast<std::int64_t>(std::llround(config.windowSeconds * sampleRateHz));
    std::vector<FrameSpan> spans = firstAndLastWindow(samples, window);
    for (FrameSpan& span : spans) {
        const auto heard = static_cast<std::int64_t>(std::llround(config.crop * static_cast<double>(span.length())));
        span.end = span.begin + std::max<std::int64_t>(1, heard);
    }
    return spans;
}

PreferenceModel::PreferenceModel(const PreferenceConfig& config)
    : config_(config),
      body_(register_module("body", std::make_shared<HierarchicalNet>(config.language))),
      head_(register_module("head",
                            torch::nn::Linear(torch::nn::LinearOptions(config.language.localWidth, 1).bias(false)))),
      offset_(register_buffer("offset", torch::zeros({1}))) {
    const torch::NoGradGuard noGradients;
    head_->weight.zero_();
}

void PreferenceModel::startFrom(const torch::nn::Module& language) {
    copyModule(language, *body_);
}

torch::Tensor PreferenceModel::score(const std::vector<torch::Tensor>& streams,
                                     const torch::Tensor& conditioning) const {
    const auto clips = static_cast<std::int64_t>(streams.size());
    expectShape(conditioning, {clips, config_.language.conditioningTokens}, "conditioning tokens");
    const FrameBatch batch = batchOf(streams, config_.language.layout.tokensPerFrame(), device());
    const torch::Tensor told =
        config_.usesText
            ? conditioning.to(device())
            : torch::tensor(config_.language.plainConditioning, batch.tokens.options()).expand({clips, -1});
    const torch::Tensor byFrame = body_->hidden(batch.tokens, told).mean(2);  // [B, F, D]
    const torch::Tensor share = batch.keep / batch.keep.sum(1, true);
    const torch::Tensor pooled = (byFrame * share.unsqueeze(2)).sum(1);
    return head_->forward(pooled).squeeze(1) - offset_;
}

void PreferenceModel::centreOn(double mean) {
    const torch::NoGradGuard noGradients;
    offset_ += mean;
}

void savePreference(const PreferenceModel& model, const std::filesystem::path& folder) {
    makeFolder(folder);
    writeJsonFile(folder / "config.json", toJson(model.config()));
    saveModule(folder / "model.safetensors", model, WeightsPrecision::Half);  // last: it makes the part whole
}

std::shared_ptr<PreferenceModel> loadPreference(const std::filesystem::path& folder, torch::Device device) {
    const std::filesystem::path path = folder / "config.json";
    auto model = std::make_shared<PreferenceModel>(preferenceConfigFromJson(readJsonFile(path), path.string()));
    loadModule(folder / "model.safetensors", *model);
    model->to(device);
    model->eval();
    for (torch::Tensor& parameter : model->parameters()) {
        parameter.set_requires_grad(false);
    }
    return model;
}

}  // namespace musicrl
