// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Critic.h"

namespace musicrl {

Critic::Critic(const Policy& start, double learningRate)
    : network_(start), adam_(network_.module().parameters(), torch::optim::AdamOptions(learningRate)) {
    network_.module().eval();
}

torch::Tensor Critic::estimate(const Sequences& clips, std::int64_t tokensPerPass) const {
    const torch::NoGradGuard noGradients;
    std::vector<torch::Tensor> values;
    forEachPass(clips, tokensPerPass, [&](const Sequences& part, std::int64_t) {
        values.push_back(network_.estimate(part.tokens, part.conditioning));
    });
    return torch::cat(values);
}

Critic::Learned Critic::accumulateGradient(const Sequences& clips, std::int64_t tokensPerPass,
                                           const torch::Tensor& targets) {
    const auto allClips = static_cast<double>(clips.clips());
    std::vector<torch::Tensor> values;
    double sum = 0.0;
    forEachPass(clips, tokensPerPass, [&](const Sequences& part, std::int64_t first) {
        const torch::Tensor estimate = network_.estimate(part.tokens, part.conditioning);
        const torch::Tensor loss = valueLossPerClip(estimate, targets.narrow(0, first, part.clips()));
        (loss.sum() / allClips).backward();
        sum += loss.detach().sum().item<double>() / allClips;
        values.push_back(estimate.detach());
    });
    return {torch::cat(values), sum};
}

}  // namespace musicrl
