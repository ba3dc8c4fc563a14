// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Random.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <torch/torch.h>
#include <vector>

namespace musicrl {

/// A seed for a generator of tensors, drawn from the step's random numbers.
[[nodiscard]] std::uint64_t seedFrom(Random& random);

/// AdamW with weight decay on matrices and none on norms, biases and other vectors.
[[nodiscard]] std::unique_ptr<torch::optim::AdamW> makeAdamW(torch::nn::Module& module, double learningRate,
                                                             double weightDecay);

/// One step down the loss' gradient, its global norm held to \p clip. \return the norm before that
double descend(torch::optim::Optimizer& optimizer, torch::nn::Module& module, const torch::Tensor& loss, double clip);

/// The same down the mean of \p parts losses of which one at a time is in memory (gradient accumulation): a batch
/// \p parts times as large in the memory of one.
double descend(torch::optim::Optimizer& optimizer, torch::nn::Module& module, std::int64_t parts,
               const std::function<torch::Tensor()>& nextLoss, double clip);

}  // namespace musicrl
