// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TinyPolicy.h"

#include "base/Random.h"
#include "tensor/Device.h"
#include "tensor/WeightsFile.h"

namespace musicrl {

struct TinyPolicy::Net : torch::nn::Module {
    Net(std::uint64_t seed, const Shape& shape) {
        at::Generator generator = seededGenerator(seed);
        before = register_parameter("before", torch::randn({shape.vocabulary + 1, shape.width}, generator));
        about = register_parameter("about", torch::randn({shape.conditioningVocabulary, shape.width}, generator));
        out = register_parameter("out", torch::randn({shape.width, shape.vocabulary}, generator));
    }

    torch::Tensor before;  ///< [V + 1, D], the last row for the start
    torch::Tensor about;   ///< [conditioning, D]
    torch::Tensor out;     ///< [D, V]
};

TinyPolicy::TinyPolicy(std::uint64_t seed, const Shape& shape) : shape_(shape), net_(std::make_shared<Net>(seed, shape)) {}

torch::nn::Module& TinyPolicy::module() { return *net_; }
const torch::nn::Module& TinyPolicy::module() const { return *net_; }

torch::Tensor TinyPolicy::hidden(const torch::Tensor& tokens, const torch::Tensor& conditioning) const {
    const torch::Tensor start = torch::full({tokens.size(0), 1}, shape_.vocabulary, torch::kInt64);
    const torch::Tensor previous = torch::cat({start, tokens.narrow(1, 0, tokens.size(1) - 1)}, 1);
    return torch::tanh(torch::embedding(net_->before, previous) + torch::embedding(net_->about, conditioning));
}

torch::Tensor TinyPolicy::logProbs(const torch::Tensor& tokens, const torch::Tensor& conditioning, double temperature) const {
    return torch::log_softmax(hidden(tokens, conditioning).matmul(net_->out) / temperature, -1);
}

torch::Tensor TinyPolicy::sample(const torch::Tensor& conditioning, std::int64_t frames, double temperature,
                                 const std::vector<std::uint64_t>& seeds, const JobContext& context) const {
    const torch::NoGradGuard noGradients;
    const auto clips = static_cast<std::int64_t>(seeds.size());
    torch::Tensor tokens = torch::zeros({clips, frames * tokensPerFrame()}, torch::kInt64);
    std::vector<Random> noise;
    for (const std::uint64_t seed : seeds) {
        noise.emplace_back(seed);
    }
    for (std::int64_t t = 0; t < tokens.size(1); ++t) {
        context.throwIfStopped();
        const torch::Tensor upTo = logProbs(tokens.narrow(1, 0, t + 1), conditioning, temperature).select(1, t).exp().cumsum(1);
        for (std::int64_t b = 0; b < clips; ++b) {
            const double draw = noise[static_cast<std::size_t>(b)].uniform();
            std::int64_t token = 0;
            while (token + 1 < shape_.vocabulary && draw >= upTo[b][token].item<double>()) {
                ++token;
            }
            tokens[b][t] = token;
        }
    }
    return tokens;
}

std::unique_ptr<Policy> TinyPolicy::clone() const {
    auto copy = std::make_unique<TinyPolicy>(0, shape_);
    copyModule(*net_, *copy->net_);
    return copy;
}

}  // namespace musicrl
