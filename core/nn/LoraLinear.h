// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <torch/torch.h>

namespace musicrl {

/// What learns beside a linear layer's frozen weight W: with A [r, in] and B [out, r] the layer computes
///
///     x Wᵀ + (alpha / r) (x Aᵀ) Bᵀ
///
/// B starts at zero, so that at first the layer computes what it did.
/// \see Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, 2021, section 4.1
class LoraAdapterImpl : public torch::nn::Module {
public:
    /// \param rank   at least 1
    /// \param draws  of A, which is normal with a variance of 1 / in
    LoraAdapterImpl(const torch::nn::LinearImpl& layer, std::int64_t rank, double alpha, at::Generator draws);

    /// What is added to the layer's output. \param x [..., in] \return [..., out]
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& x) const;
    /// What would have to be added to the layer's weight for the same. \return [out, in]
    [[nodiscard]] torch::Tensor weight() const;

    /// The same with weights of its own.
    [[nodiscard]] std::shared_ptr<LoraAdapterImpl> copy() const;

private:
    LoraAdapterImpl(double scale, const torch::Tensor& a, const torch::Tensor& b);

    double scale_;
    torch::Tensor a_;  ///< [r, in]
    torch::Tensor b_;  ///< [out, r]
};
TORCH_MODULE(LoraAdapter);

/// The layer's output, with what an adapter adds where one is plugged in: registered as the layer's submodule.
[[nodiscard]] torch::Tensor adaptedLinear(torch::nn::Linear& layer, const torch::Tensor& x);

}  // namespace musicrl
