// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/FakeGenerator.h"

#include <cmath>

namespace musicrl {

torch::Tensor FakeGenerator::conditioning(const std::vector<std::string>& texts) const {
    std::vector<std::int64_t> tokens;
    for (const std::string& text : texts) {
        tokens.push_back(static_cast<std::int64_t>(text.size() % 4));
    }
    return torch::tensor(tokens, torch::kInt64).unsqueeze(1);
}

DecodedBatch FakeGenerator::decode(const torch::Tensor& tokens, const torch::Tensor&, const std::vector<std::uint64_t>&,
                                   std::int64_t, const JobContext&) const {
    DecodedBatch batch;
    batch.codes = tokens.unsqueeze(1);
    for (std::int64_t b = 0; b < tokens.size(0); ++b) {
        auto clip = std::make_shared<Clip>(Clip{.sampleRateHz = sampleRateHz(), .channels = 1, .samples = {}});
        for (std::int64_t t = 0; t < tokens.size(1); ++t) {
            const double height = tokens[b][t].item<double>() / static_cast<double>(policy_.vocabulary());
            clip->samples.insert(clip->samples.end(), 10, static_cast<float>(height));
        }
        batch.clips.push_back(std::move(clip));
    }
    return batch;
}

std::int64_t FakeGenerator::framesFor(double seconds) const {
    return static_cast<std::int64_t>(std::ceil(seconds * policy_.framesPerSecond()));
}

}  // namespace musicrl
