// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/TrainingStep.h"

namespace musicrl {

std::uint64_t seedFrom(Random& random) {
    return static_cast<std::uint64_t>(random.uniform() * 0x1.0p53);
}

std::unique_ptr<torch::optim::AdamW> makeAdamW(torch::nn::Module& module, double learningRate, double weightDecay) {
    std::vector<torch::Tensor> matrices;
    std::vector<torch::Tensor> vectors;
    for (const torch::Tensor& parameter : module.parameters()) {
        (parameter.dim() > 1 ? matrices : vectors).push_back(parameter);
    }
    const auto options = [&](double decay) {
        return std::make_unique<torch::optim::AdamWOptions>(
            torch::optim::AdamWOptions(learningRate).betas({0.9, 0.98}).weight_decay(decay));
    };
    const std::vector<torch::optim::OptimizerParamGroup> groups = {{matrices, options(weightDecay)},
                                                                   {vectors, options(0.0)}};
    return std::make_unique<torch::optim::AdamW>(groups, torch::optim::AdamWOptions(learningRate));
}

double descend(torch::optim::Optimizer& optimizer, torch::nn::Module& module, const torch::Tensor& loss, double clip) {
    return descend(optimizer, module, 1, [&] { return loss; }, clip);
}

double descend(torch::optim::Optimizer& optimizer, torch::nn::Module& module, std::int64_t parts,
               const std::function<torch::Tensor()>& nextLoss, double clip) {
    optimizer.zero_grad();
    for (std::int64_t i = 0; i < parts; ++i) {
        (nextLoss() / static_cast<double>(parts)).backward();
    }
    const double norm = torch::nn::utils::clip_grad_norm_(module.parameters(), clip);
    optimizer.step();
    return norm;
}

}  // namespace musicrl
