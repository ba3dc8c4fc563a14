// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/Policy.h"

#include <torch/torch.h>

#include <memory>

namespace musicrl {

/// V(s_t): what return to expect before token t is chosen. A copy of the language model with weights of its own and a
/// linear head on what its output layer sees.
class ValueNetwork {
public:
    /// The head starts at zero, so V is 0 everywhere. \param start  the model to copy
    explicit ValueNetwork(const Policy& start);

    /// Lets V be \p meanReturn everywhere; only before the first update.
    void startFrom(double meanReturn);

    /// \param tokens        [B, S] int64
    /// \param conditioning  [B, C] int64
    /// \return              [B, S] float; [b, t] depends on the tokens before t alone
    [[nodiscard]] torch::Tensor estimate(const torch::Tensor& tokens, const torch::Tensor& conditioning) const;

    /// Body and head, for the optimiser and for saving.
    [[nodiscard]] torch::nn::Module& module() { return *all_; }
    [[nodiscard]] const torch::nn::Module& module() const { return *all_; }

private:
    std::unique_ptr<Policy> body_;
    mutable torch::nn::Linear head_;
    std::shared_ptr<torch::nn::Module> all_;
};

/// Squared error to the return-to-go, averaged over tokens (and so, up to the constant number of tokens, which Adam does
/// not notice, the method's sum over them).
/// \param values, returns  [B, S] float
/// \return                 [B] float
[[nodiscard]] torch::Tensor valueLossPerClip(const torch::Tensor& values, const torch::Tensor& returns);

}  // namespace musicrl
