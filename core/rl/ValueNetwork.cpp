// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/ValueNetwork.h"

#include "tensor/Shapes.h"

namespace musicrl {

ValueNetwork::ValueNetwork(const Policy& start)
    : body_(start.clone()),
      head_(start.hiddenWidth(), 1),
      all_(std::make_shared<torch::nn::Module>("ValueNetwork")) {
    const torch::NoGradGuard noGradients;
    const auto weights = body_->module().parameters();
    if (!weights.empty()) {
        head_->to(weights.front().device());
    }
    head_->weight.zero_();
    head_->bias.zero_();
    all_->register_module("body", body_->module().shared_from_this());
    all_->register_module("head", head_.ptr());
    for (torch::Tensor& weight : all_->parameters()) {
        weight.requires_grad_(true);
    }
}

void ValueNetwork::startFrom(double meanReturn) {
    const torch::NoGradGuard noGradients;
    head_->bias.fill_(meanReturn);
}

torch::Tensor ValueNetwork::estimate(const torch::Tensor& tokens, const torch::Tensor& conditioning) const {
    return head_->forward(body_->hidden(tokens, conditioning)).squeeze(-1);
}

torch::Tensor valueLossPerClip(const torch::Tensor& values, const torch::Tensor& returns) {
    expectShape(values, returns.sizes().vec(), "values");
    return (values - returns).square().mean(1);
}

}  // namespace musicrl
