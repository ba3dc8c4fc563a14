// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/Sequences.h"
#include "rl/ValueNetwork.h"

#include <torch/torch.h>

namespace musicrl {

/// The value network with its Adam.
class Critic {
public:
    /// \param start  the model to copy
    Critic(const Policy& start, double learningRate);

    [[nodiscard]] ValueNetwork& network() { return network_; }
    [[nodiscard]] torch::nn::Module& module() { return network_.module(); }
    [[nodiscard]] torch::optim::Adam& adam() { return adam_; }

    /// Without a gradient. \return [B, S] float
    [[nodiscard]] torch::Tensor estimate(const Sequences& clips, std::int64_t tokensPerPass) const;

    struct Learned {
        torch::Tensor values;  ///< [B, S] float, before the weights change, without a gradient
        double loss = 0.0;     ///< mean over clips
    };

    /// Adds the gradient of the mean squared error to the targets: one forward pass that serves baseline and loss.
    /// \param targets  [B, S] float
    [[nodiscard]] Learned accumulateGradient(const Sequences& clips, std::int64_t tokensPerPass,
                                             const torch::Tensor& targets);

private:
    ValueNetwork network_;
    torch::optim::Adam adam_;
};

}  // namespace musicrl
