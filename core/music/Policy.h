// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace musicrl {

/// A distribution over token sequences given conditioning tokens; "reference" and "behaviour" are roles of a
/// const Policy&. All positions share one vocabulary of V tokens.
///
/// π is softmax(logits / T), with the same T for sampling, log π, KL and value training.
class Policy {
public:
    virtual ~Policy() = default;

    /// \param conditioning  [B, C] int64, the MuLan tokens
    /// \param frames        frames of tokensPerFrame() tokens to sample
    /// \param seeds         one per clip: a clip's noise depends on its own seed alone
    /// \return              [B, S] int64, S = frames * tokensPerFrame(), in the order of generation
    [[nodiscard]] virtual torch::Tensor sample(const torch::Tensor& conditioning, std::int64_t frames, double temperature,
                                               const std::vector<std::uint64_t>& seeds, const JobContext& context) const = 0;

    /// log π of the whole vocabulary at every visited position. Gradients flow where the mode is on.
    /// \param tokens  [B, S] int64
    /// \return        [B, S, V] float, nats; [b, s] is the distribution that tokens[b, s] was drawn from
    [[nodiscard]] virtual torch::Tensor logProbs(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                                 double temperature) const = 0;

    /// What the output layer sees at every visited position, for heads of other kinds (value, preference).
    /// \return [B, S, D] float
    [[nodiscard]] virtual torch::Tensor hidden(const torch::Tensor& tokens, const torch::Tensor& conditioning) const = 0;

    /// A deep copy with weights of its own.
    [[nodiscard]] virtual std::unique_ptr<Policy> clone() const = 0;

    /// The trainable weights, and the same as a module for saving and loading.
    [[nodiscard]] virtual torch::nn::Module& module() = 0;
    [[nodiscard]] virtual const torch::nn::Module& module() const = 0;

    [[nodiscard]] virtual std::int64_t vocabulary() const = 0;       ///< V
    [[nodiscard]] virtual std::int64_t hiddenWidth() const = 0;      ///< D
    [[nodiscard]] virtual std::int64_t tokensPerFrame() const = 0;
    [[nodiscard]] virtual double framesPerSecond() const = 0;
};

}  // namespace musicrl
