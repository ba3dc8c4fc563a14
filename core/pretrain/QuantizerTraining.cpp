// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/QuantizerTraining.h"

#include "tensor/Device.h"

#include <vector>

namespace musicrl {
namespace {

constexpr std::size_t mostBatches = 64;

torch::Tensor randomLevels(std::int64_t examples, std::int64_t levels, double dropout, Random& random) {
    torch::Tensor chosen = torch::full({examples}, levels, torch::kInt64);
    for (std::int64_t i = 0; i < examples; ++i) {
        if (random.chance(dropout)) {
            chosen[i] = 1 + static_cast<std::int64_t>(random.index(static_cast<std::size_t>(levels)));
        }
    }
    return chosen;
}

void start(ResidualVectorQuantizer& quantizer, const std::function<torch::Tensor()>& more, const at::Generator& generator) {
    const torch::NoGradGuard guard;
    std::vector<torch::Tensor> latents;
    std::int64_t frames = 0;
    while (frames < 64 * quantizer->config().vocabulary && latents.size() < mostBatches) {
        latents.push_back(more());
        frames += latents.back().size(0) * latents.back().size(2);
    }
    static_cast<void>(quantizer->forward(torch::cat(latents), {}, generator));
}

}  // namespace

void QuantizerTraining::read(Fields& fields) {
    fields.integer("quantizer_from_step", fromStep, 0, 1'000'000'000);
    fields.number("quantizer_dropout", dropout, 0.0, 1.0);
}

RvqOutput QuantizerTraining::quantize(ResidualVectorQuantizer& quantizer, std::int64_t step, const torch::Tensor& latents,
                                      const std::function<torch::Tensor()>& more, Random& random) const {
    if (step < fromStep) {
        return {latents, torch::zeros({}, latents.options()), {}};
    }
    const torch::Tensor levels = randomLevels(latents.size(0), quantizer->config().levels, dropout, random);
    const at::Generator generator = seededGenerator(random.index(std::size_t{1} << 52U), torch::kCPU);
    if (!quantizer->started()) {
        start(quantizer, more, generator);
    }
    return quantizer->forward(latents, levels, generator);
}

}  // namespace musicrl
