// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/LoraLinear.h"

#include <cmath>

namespace musicrl {

LoraAdapterImpl::LoraAdapterImpl(double scale, const torch::Tensor& a, const torch::Tensor& b)
    : scale_(scale), a_(register_parameter("lora_A", a)), b_(register_parameter("lora_B", b)) {}

LoraAdapterImpl::LoraAdapterImpl(const torch::nn::LinearImpl& layer, std::int64_t rank, double alpha,
                                 at::Generator draws)
    : LoraAdapterImpl(alpha / static_cast<double>(rank),
                      (torch::randn({rank, layer.weight.size(1)}, std::move(draws)) /
                       std::sqrt(static_cast<double>(layer.weight.size(1))))
                          .to(layer.weight.device()),
                      torch::zeros({layer.weight.size(0), rank}, layer.weight.options().requires_grad(false))) {}

std::shared_ptr<LoraAdapterImpl> LoraAdapterImpl::copy() const {
    return std::shared_ptr<LoraAdapterImpl>(new LoraAdapterImpl(scale_, a_.detach().clone(), b_.detach().clone()));
}

torch::Tensor LoraAdapterImpl::forward(const torch::Tensor& x) const {
    return torch::linear(torch::linear(x, a_), b_) * scale_;
}

torch::Tensor LoraAdapterImpl::weight() const {
    return torch::matmul(b_, a_) * scale_;
}

torch::Tensor adaptedLinear(torch::nn::Linear& layer, const torch::Tensor& x) {
    const torch::Tensor output = layer->forward(x);
    const auto plugged = layer->children();
    return plugged.empty() ? output : output + plugged.front()->as<LoraAdapter>()->forward(x);
}

}  // namespace musicrl
