// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/SoundStormFine.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "music/musiclm/SeededDraws.h"
#include "tensor/Shapes.h"
#include "tensor/WeightsFile.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace musicrl {
namespace {

constexpr double embeddingDeviation = 0.05;

torch::nn::Embedding smallEmbedding(std::int64_t count, std::int64_t width) {
    torch::nn::Embedding embedding(count, width);
    const torch::NoGradGuard noGrad;
    embedding->weight.normal_(0.0, embeddingDeviation);
    return embedding;
}

/// MaskGIT's cosine schedule: how many of \p steps are still hidden after pass \p pass of \p passes.
std::int64_t hiddenAfter(std::int64_t steps, std::size_t pass, std::size_t passes) {
    const double share = std::cos(std::numbers::pi / 2.0 * static_cast<double>(pass + 1) / static_cast<double>(passes));
    return static_cast<std::int64_t>(std::floor(static_cast<double>(steps) * share));
}

/// The \p count steps of each row with the least value. \return [B, T] bool
torch::Tensor least(const torch::Tensor& values, std::int64_t count) {
    const torch::Tensor order = std::get<1>(values.sort(/*stable=*/true, /*dim=*/1, /*descending=*/false));
    return torch::zeros_like(values, torch::kBool).scatter(1, order.narrow(1, 0, count), true);
}

}  // namespace

SoundStormFineConfig soundStormFineConfigFromJson(const Json& json, const std::string& where) {
    SoundStormFineConfig config;
    Fields fields(json, where);
    fields.integer("levels", config.levels, 2, 64);
    fields.integer("coarse_levels", config.coarseLevels, 1, 63);
    fields.integer("vocabulary", config.vocabulary, 2, 65536);
    fields.integer("semantic_vocabulary", config.semanticVocabulary, 2, 65536);
    fields.integer("codes_per_semantic", config.codesPerSemantic, 1, 16);
    fields.integer("layers", config.layers, 1, 64);
    fields.integer("width", config.width, 2, 8192);
    fields.integer("heads", config.heads, 1, 128);
    fields.integer("feed_forward", config.feedForward, 1, 65536);
    fields.number("dropout", config.dropout, 0.0, 0.9);
    fields.finish();
    if (config.coarseLevels >= config.levels) {
        throw Error(ErrorKind::BadInput, where + ": coarse_levels is " + std::to_string(config.coarseLevels) +
                                             ", which leaves no fine level of " + std::to_string(config.levels) + ".");
    }
    return config;
}

Json toJson(const SoundStormFineConfig& config) {
    return {{"levels", config.levels},
            {"coarse_levels", config.coarseLevels},
            {"vocabulary", config.vocabulary},
            {"semantic_vocabulary", config.semanticVocabulary},
            {"codes_per_semantic", config.codesPerSemantic},
            {"layers", config.layers},
            {"width", config.width},
            {"heads", config.heads},
            {"feed_forward", config.feedForward},
            {"dropout", config.dropout}};
}

SoundStormFine::SoundStormFine(const SoundStormFineConfig& config) : config_(config) {
    const std::int64_t fine = config.levels - config.coarseLevels;
    const double headDeviation = 0.5 / std::sqrt(static_cast<double>(config.width));
    semanticEmbedding_ = register_module("semantic_embedding", smallEmbedding(config.semanticVocabulary, config.width));
    codeEmbedding_ =
        register_module("code_embedding", smallEmbedding(config.levels * (config.vocabulary + 1), config.width));
    conformer_ = register_module("conformer", Conformer(ConformerConfig{.layers = config.layers,
                                                                        .width = config.width,
                                                                        .heads = config.heads,
                                                                        .feedForward = config.feedForward,
                                                                        .dropout = config.dropout}));
    headWeights_ =
        register_parameter("head_weights", torch::randn({fine, config.width, config.vocabulary}) * headDeviation);
    headBiases_ = register_parameter("head_biases", torch::zeros({fine, 1, config.vocabulary}));
}

torch::Tensor SoundStormFine::logits(const torch::Tensor& semantic, const torch::Tensor& codes,
                                     const torch::Tensor& levels) {
    expectShape(semantic, {codes.size(0), -1}, "semantic tokens");
    expectShape(codes, {-1, config_.levels, semantic.size(1) * config_.codesPerSemantic}, "codes");
    const torch::Tensor offsets = torch::arange(config_.levels, codes.options()) * (config_.vocabulary + 1);
    const torch::Tensor input = semanticEmbedding_->forward(semantic).repeat_interleave(config_.codesPerSemantic, 1) +
                                codeEmbedding_->forward(codes.transpose(1, 2) + offsets).sum(2);
    const torch::Tensor head = levels - config_.coarseLevels;
    return torch::baddbmm(headBiases_.index_select(0, head), conformer_->forward(input),
                          headWeights_.index_select(0, head));
}

torch::Tensor SoundStormFine::fillLevel(const torch::Tensor& semantic, const torch::Tensor& codes, std::int64_t level,
                                        const std::vector<torch::Tensor>& uniforms, const JobContext& context) {
    const torch::Tensor levels = torch::full({codes.size(0)}, level, codes.options());
    torch::Tensor filled = codes.clone();
    const torch::Tensor row = filled.select(1, level);
    for (std::size_t pass = 0; pass <= uniforms.size(); ++pass) {
        context.throwIfStopped();
        const torch::Tensor probabilities = torch::softmax(logits(semantic, filled, levels), -1);
        const torch::Tensor hidden = row.eq(maskCode());
        const bool last = pass == uniforms.size();
        const torch::Tensor chosen = last ? probabilities.argmax(-1) : drawFrom(probabilities, uniforms[pass]);
        row.copy_(torch::where(hidden, chosen, row));
        if (!last) {
            const torch::Tensor sureness = probabilities.gather(2, chosen.unsqueeze(2)).squeeze(2);
            const torch::Tensor ranked =
                sureness.masked_fill(hidden.logical_not(), std::numeric_limits<float>::infinity());
            row.masked_fill_(least(ranked, hiddenAfter(row.size(1), pass, uniforms.size() + 1)), maskCode());
        }
    }
    return filled;
}

torch::Tensor SoundStormFine::fill(const torch::Tensor& semantic, const torch::Tensor& coarse, std::int64_t iterations,
                                   const std::vector<std::uint64_t>& seeds, const JobContext& context) {
    const torch::NoGradGuard noGrad;
    expectShape(coarse, {static_cast<std::int64_t>(seeds.size()), config_.coarseLevels, -1}, "coarse codes");
    if (iterations < 1) {
        throw Error(ErrorKind::BadInput,
                    "The fine levels need at least 1 iteration, not " + std::to_string(iterations) + ".");
    }
    const std::int64_t steps = coarse.size(2);
    const std::int64_t fine = config_.levels - config_.coarseLevels;
    torch::Tensor codes =
        torch::cat({coarse, torch::full({coarse.size(0), fine, steps}, maskCode(), coarse.options())}, 1);
    std::vector<torch::Tensor> uniforms;
    if (iterations > 1) {
        uniforms = seededUniforms(seeds, (iterations - 1) * steps, coarse.device()).split(steps, 1);
    }
    for (std::int64_t level = config_.coarseLevels; level < config_.levels; ++level) {
        codes = fillLevel(semantic, codes, level,
                          level == config_.coarseLevels ? uniforms : std::vector<torch::Tensor>{}, context);
    }
    return codes;
}

std::shared_ptr<SoundStormFine> loadSoundStormFine(const std::filesystem::path& partFolder, torch::Device device) {
    const std::filesystem::path file = partFolder / "config.json";
    auto model = std::make_shared<SoundStormFine>(soundStormFineConfigFromJson(readJsonFile(file), file.string()));
    loadModule(partFolder / "model.safetensors", *model);
    model->to(device);
    model->eval();
    for (torch::Tensor& parameter : model->parameters()) {
        parameter.requires_grad_(false);
    }
    return model;
}

void saveSoundStormFine(const std::filesystem::path& partFolder, const SoundStormFine& model) {
    writeJsonFile(partFolder / "config.json", toJson(model.config()));
    saveModule(partFolder / "model.safetensors", model, WeightsPrecision::Half);
}

}  // namespace musicrl
