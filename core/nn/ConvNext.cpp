// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/ConvNext.h"

namespace musicrl {
namespace {

constexpr double firstScale = 0.3;  // of few blocks; the deep networks of the paper start at 1e-6

}  // namespace

ConvNextBlockImpl::ConvNextBlockImpl(std::int64_t width, std::int64_t kernel, std::int64_t expansion)
    : depthwise_(register_module("depthwise", torch::nn::Conv1d(torch::nn::Conv1dOptions(width, width, kernel).padding(kernel / 2).groups(width)))),
      norm_(register_module("norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({width})))),
      widen_(register_module("widen", torch::nn::Linear(width, expansion * width))),
      narrow_(register_module("narrow", torch::nn::Linear(expansion * width, width))),
      scale_(register_parameter("scale", torch::full({width}, firstScale))) {}

torch::Tensor ConvNextBlockImpl::forward(const torch::Tensor& x) {
    const torch::Tensor inner = norm_->forward(depthwise_->forward(x).transpose(1, 2));
    return x + (narrow_->forward(torch::gelu(widen_->forward(inner))) * scale_).transpose(1, 2);
}

}  // namespace musicrl
