// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tensor/WeightsFile.h"

namespace musicrl {

/// The moments and step counts of an Adam or AdamW optimizer as named tensors, in the order of its parameters:
/// "<i>.exp_avg", "<i>.exp_avg_sq", "<i>.step". Restoring them continues the optimisation bit for bit.
[[nodiscard]] NamedTensors optimizerState(torch::optim::Optimizer& optimizer);

/// \param where  the file, for messages
/// \throws Error(BadInput) when a tensor's shape is not its parameter's
void restoreOptimizerState(torch::optim::Optimizer& optimizer, const NamedTensors& state, const std::string& where);

/// Sets the learning rate of every parameter group.
void setLearningRate(torch::optim::Optimizer& optimizer, double learningRate);

}  // namespace musicrl
