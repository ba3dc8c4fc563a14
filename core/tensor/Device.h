// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <string>

namespace musicrl {

/// "auto" (CUDA where there is one, else CPU), "cpu", "cuda", "cuda:1".
/// \throws Error(BadInput) for another word, Error(Unavailable) for a device that this machine lacks
[[nodiscard]] torch::Device deviceFromName(const std::string& name);

/// Gives LibTorch as many threads as there are cores at hand, once, at the start of a program. \p threads above 0 wins
/// over that, and so does the environment's OMP_NUM_THREADS: threads that meet at OpenMP's barriers slow down many times
/// where other programs want the same cores, so a shared machine is better served with one.
void useAllCores(int threads = 0);

/// A seeded generator of tensors on a device; all sampling takes one of these, never the global one.
[[nodiscard]] at::Generator seededGenerator(std::uint64_t seed, torch::Device device = torch::kCPU);

}  // namespace musicrl
