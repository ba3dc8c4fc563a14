// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/ResidualVectorQuantizer.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "tensor/Shapes.h"

#include <algorithm>
#include <vector>

namespace musicrl {
namespace {

constexpr int lloydRounds = 10;

/// [B, D, T] to [B * T, D]
torch::Tensor rows(const torch::Tensor& x) { return x.transpose(1, 2).reshape({-1, x.size(1)}); }

/// Each row's nearest entry: the distances but for |row|², which is the same for all entries.
torch::Tensor nearestEntry(const torch::Tensor& vectors, const torch::Tensor& entries) {
    const torch::Tensor halfNorms = entries.square().sum(1) * 0.5;
    return torch::addmm(halfNorms, vectors, entries.t(), 1.0, -1.0).argmin(1);
}

torch::Tensor randomRows(const torch::Tensor& vectors, std::int64_t count, at::Generator& generator) {
    const auto options = torch::TensorOptions().dtype(torch::kInt64).device(generator.device());
    const torch::Tensor chosen = vectors.size(0) >= count
                                     ? torch::randperm(vectors.size(0), generator, options).slice(0, 0, count)
                                     : torch::randint(vectors.size(0), {count}, generator, options);
    return vectors.index_select(0, chosen.to(vectors.device()));
}

/// [rows, V] float, a one where a counted row has its code.
torch::Tensor hits(const torch::Tensor& codes, const torch::Tensor& counted, std::int64_t vocabulary) {
    return torch::zeros({codes.size(0), vocabulary}, counted.options()).scatter_(1, codes.unsqueeze(1), counted.unsqueeze(1));
}

}  // namespace

RvqConfig rvqConfigFromJson(const Json& json, const std::string& where) {
    RvqConfig config;
    Fields fields(json, where);
    fields.integer("levels", config.levels, 1, 64);
    fields.integer("vocabulary", config.vocabulary, 2, 65536);
    fields.integer("width", config.width, 1, 8192);
    fields.number("decay", config.decay, 0.0, 1.0);
    fields.number("dead_below", config.deadBelow, 0.0, 1e6);
    fields.finish();
    return config;
}

Json toJson(const RvqConfig& config) {
    return {{"levels", config.levels},
            {"vocabulary", config.vocabulary},
            {"width", config.width},
            {"decay", config.decay},
            {"dead_below", config.deadBelow}};
}

ResidualVectorQuantizerImpl::ResidualVectorQuantizerImpl(const RvqConfig& config) : config_(config) {
    codebooks_ = register_buffer("codebooks", torch::zeros({config.levels, config.vocabulary, config.width}));
    usage_ = register_buffer("usage", torch::zeros({config.levels, config.vocabulary}));
    started_ = register_buffer("started", torch::zeros({}, torch::kInt64));
}

torch::Tensor ResidualVectorQuantizerImpl::nearest(const torch::Tensor& vectors, std::int64_t level) const {
    return nearestEntry(vectors, codebooks_[level]);
}

torch::Tensor ResidualVectorQuantizerImpl::encode(const torch::Tensor& x, std::int64_t levels) const {
    const torch::NoGradGuard guard;
    expectShape(x, {-1, config_.width, -1}, "Quantizer: x [B, D, T]");
    const std::int64_t count = levels > 0 ? std::min(levels, config_.levels) : config_.levels;
    torch::Tensor residual = rows(x.to(torch::kFloat32));
    std::vector<torch::Tensor> codes;
    for (std::int64_t level = 0; level < count; ++level) {
        codes.push_back(nearest(residual, level));
        residual = residual - codebooks_[level].index_select(0, codes.back());
    }
    return torch::stack(codes, 1).view({x.size(0), x.size(2), count}).transpose(1, 2).contiguous();
}

torch::Tensor ResidualVectorQuantizerImpl::decode(const torch::Tensor& codes) const {
    expectShape(codes, {-1, -1, -1}, "Quantizer: codes [B, K, T]");
    const std::int64_t levels = codes.size(1);
    if (levels < 1 || levels > config_.levels) {
        throw Error(ErrorKind::BadInput, "Quantizer: expected 1 to " + std::to_string(config_.levels) +
                                             " levels of codes, found " + std::to_string(levels) + ".");
    }
    if (codes.numel() > 0 && (codes.min().item<std::int64_t>() < 0 || codes.max().item<std::int64_t>() >= config_.vocabulary)) {
        throw Error(ErrorKind::BadInput, "Quantizer: a code is outside 0 to " + std::to_string(config_.vocabulary - 1) + ".");
    }
    const torch::Tensor offsets = torch::arange(levels, codes.options()).view({1, levels, 1}) * config_.vocabulary;
    const torch::Tensor entries = torch::embedding(codebooks_.view({-1, config_.width}), codes + offsets);
    return entries.sum(1).transpose(1, 2).contiguous();
}

RvqOutput ResidualVectorQuantizerImpl::forward(const torch::Tensor& x, const torch::Tensor& levelsPerExample,
                                               at::Generator generator) {
    expectShape(x, {-1, config_.width, -1}, "Quantizer: x [B, D, T]");
    const bool starts = is_training() && !started();
    const torch::Tensor vectors = rows(x.to(torch::kFloat32));
    const torch::Tensor allowed = (levelsPerExample.defined() ? levelsPerExample.to(x.device())
                                                              : torch::full({x.size(0)}, config_.levels, x.options().dtype(torch::kInt64)))
                                      .repeat_interleave(x.size(2));
    torch::Tensor quantized = torch::zeros_like(vectors);
    torch::Tensor squares = torch::zeros({}, vectors.options());
    torch::Tensor residual = vectors.detach();
    std::vector<torch::Tensor> codes;
    for (std::int64_t level = 0; level < config_.levels; ++level) {
        if (starts) {
            start(residual, level, generator);
        }
        codes.push_back(nearest(residual, level));
        const torch::Tensor entries = codebooks_[level].index_select(0, codes.back());
        const torch::Tensor counted = (allowed > level).to(vectors.dtype());
        if (is_training()) {
            learn(residual, codes.back(), counted, level, generator);
        }
        const torch::Tensor before = quantized;
        quantized = quantized + entries * counted.unsqueeze(1);
        squares = squares + ((vectors - before - entries).square().sum(1) * counted).sum();
        residual = residual - entries;
    }
    if (starts) {
        started_.fill_(1);
    }
    const torch::Tensor straight = vectors + (quantized - vectors).detach();
    const auto shape = std::vector<std::int64_t>{x.size(0), x.size(2), -1};
    return {straight.view(shape).transpose(1, 2), squares / (allowed.sum() * config_.width),
            torch::stack(codes, 1).view(shape).transpose(1, 2).contiguous()};
}

void ResidualVectorQuantizerImpl::start(const torch::Tensor& vectors, std::int64_t level, at::Generator& generator) {
    const torch::NoGradGuard guard;
    torch::Tensor entries = randomRows(vectors, config_.vocabulary, generator);
    const torch::Tensor all = torch::ones({vectors.size(0)}, vectors.options());
    torch::Tensor counts;
    for (int round = 0; round < lloydRounds; ++round) {
        const torch::Tensor members = hits(nearestEntry(vectors, entries), all, config_.vocabulary);
        counts = members.sum(0);
        const torch::Tensor means = torch::matmul(members.t(), vectors) / counts.clamp_min(1.0).unsqueeze(1);
        entries = torch::where(counts.unsqueeze(1) > 0, means, entries);
    }
    codebooks_[level].copy_(entries);
    usage_[level].copy_(counts);
}

void ResidualVectorQuantizerImpl::learn(const torch::Tensor& vectors, const torch::Tensor& codes, const torch::Tensor& counted,
                                        std::int64_t level, at::Generator& generator) {
    const torch::NoGradGuard guard;
    const torch::Tensor members = hits(codes, counted, config_.vocabulary);
    torch::Tensor entries = codebooks_[level];
    torch::Tensor usage = usage_[level];
    // The moving average of the sums is entries * usage, so it needs no tensor of its own.
    const torch::Tensor sums = entries * usage.unsqueeze(1) * config_.decay +
                               torch::matmul(members.t(), vectors) * (1.0 - config_.decay);
    usage.mul_(config_.decay).add_(members.sum(0), 1.0 - config_.decay);
    entries.copy_(torch::where(usage.unsqueeze(1) > 1e-6, sums / usage.clamp_min(1e-6).unsqueeze(1), entries));

    const torch::Tensor mean = counted.sum() / static_cast<double>(config_.vocabulary);
    const torch::Tensor dead = usage < (mean * 0.25).clamp_max(config_.deadBelow);
    entries.copy_(torch::where(dead.unsqueeze(1), randomRows(vectors, config_.vocabulary, generator), entries));
    usage.copy_(torch::where(dead, mean, usage));
}

}  // namespace musicrl
