// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <optional>
#include <string>

/// Every place where LibTorch 1.13 and 2.x differ.
namespace musicrl::compat {

/// softmax(q kᵀ / sqrt(D) + bias) v, fused where the library offers it.
/// \param q, k, v  [B, H, S, D] and [B, H, S', D]
/// \param bias     added to the scores, broadcastable to [B, H, S, S'], undefined for none
/// \param causal   position i sees k[0 .. i]; needs S == S' and no bias
/// \return         [B, H, S, D]
[[nodiscard]] torch::Tensor attention(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                                      const torch::Tensor& bias, bool causal);

/// bfloat16 autocast on a device for the object's lifetime; does nothing when \p enabled is false.
class Autocast {
public:
    Autocast(torch::DeviceType device, bool enabled);
    Autocast(const Autocast&) = delete;
    Autocast& operator=(const Autocast&) = delete;
    ~Autocast();

private:
    torch::DeviceType device_;
    bool enabled_;
    bool before_ = false;
    at::ScalarType dtypeBefore_ = at::kBFloat16;
};

/// The key under which an optimizer keeps a parameter's state: a string before LibTorch 2.1, a pointer since.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 1)
[[nodiscard]] inline void* optimizerStateKey(const torch::Tensor& parameter) {
    return parameter.unsafeGetTensorImpl();
}
#else
[[nodiscard]] inline std::string optimizerStateKey(const torch::Tensor& parameter) {
    return c10::guts::to_string(parameter.unsafeGetTensorImpl());
}
#endif

/// Such as "1.13.1".
[[nodiscard]] std::string libTorchVersion();

}  // namespace musicrl::compat
