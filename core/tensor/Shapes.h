// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

/// \param shape  expected sizes, -1 for any
/// \throws Error(BadInput) "<name>: expected [any, 8, any], found [2, 4, 100]."
void expectShape(const torch::Tensor& tensor, const std::vector<std::int64_t>& shape, const std::string& name);

}  // namespace musicrl
