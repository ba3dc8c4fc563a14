// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/Compat.h"

#include <ATen/autocast_mode.h>
#include <cmath>
#include <limits>
#include <torch/version.h>

#define MUSICRL_TORCH_AT_LEAST(major, minor) \
    (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace musicrl::compat {
namespace {

#if MUSICRL_TORCH_AT_LEAST(2, 4)
bool isAutocasting(torch::DeviceType device) { return at::autocast::is_autocast_enabled(device); }
void setAutocasting(torch::DeviceType device, bool enabled) { at::autocast::set_autocast_enabled(device, enabled); }
at::ScalarType autocastType(torch::DeviceType device) { return at::autocast::get_autocast_dtype(device); }
void setAutocastType(torch::DeviceType device, at::ScalarType type) { at::autocast::set_autocast_dtype(device, type); }
#else
bool isAutocasting(torch::DeviceType device) {
    return device == torch::kCUDA ? at::autocast::is_enabled() : at::autocast::is_cpu_enabled();
}
void setAutocasting(torch::DeviceType device, bool enabled) {
    device == torch::kCUDA ? at::autocast::set_enabled(enabled) : at::autocast::set_cpu_enabled(enabled);
}
at::ScalarType autocastType(torch::DeviceType device) {
    return device == torch::kCUDA ? at::autocast::get_autocast_gpu_dtype() : at::autocast::get_autocast_cpu_dtype();
}
void setAutocastType(torch::DeviceType device, at::ScalarType type) {
    device == torch::kCUDA ? at::autocast::set_autocast_gpu_dtype(type) : at::autocast::set_autocast_cpu_dtype(type);
}
#endif

}  // namespace

#if MUSICRL_TORCH_AT_LEAST(2, 0)
torch::Tensor attention(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v, const torch::Tensor& bias,
                        bool causal) {
    std::optional<torch::Tensor> mask;
    if (bias.defined()) {
        mask = bias;
    }
    return at::scaled_dot_product_attention(q, k, v, mask, 0.0, causal);
}
#else
torch::Tensor attention(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v, const torch::Tensor& bias,
                        bool causal) {
    const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(-1)));
    torch::Tensor scores = torch::matmul(q * scale, k.transpose(-2, -1));
    if (bias.defined()) {
        scores = scores + bias;
    }
    if (causal) {
        const torch::Tensor future = torch::ones({q.size(-2), k.size(-2)}, q.options().dtype(torch::kBool)).triu(1);
        scores = scores.masked_fill(future, -std::numeric_limits<double>::infinity());
    }
    return torch::matmul(torch::softmax(scores, -1), v);
}
#endif

Autocast::Autocast(torch::DeviceType device, bool enabled) : device_(device), enabled_(enabled) {
    if (!enabled_) {
        return;
    }
    before_ = isAutocasting(device_);
    dtypeBefore_ = autocastType(device_);
    setAutocastType(device_, at::kBFloat16);
    setAutocasting(device_, true);
    at::autocast::increment_nesting();
}

Autocast::~Autocast() {
    if (!enabled_) {
        return;
    }
    if (at::autocast::decrement_nesting() == 0) {
        at::autocast::clear_cache();
    }
    setAutocasting(device_, before_);
    setAutocastType(device_, dtypeBefore_);
}

std::string libTorchVersion() { return TORCH_VERSION; }

}  // namespace musicrl::compat
