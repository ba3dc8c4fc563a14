// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preference/PreferenceTrainer.h"

#include <filesystem>
#include <span>
#include <vector>

namespace musicrl {

/// What a training needs to go on after an epoch: weights, the optimizer's moments, and what was measured so far. One
/// safetensors file, replaced as a whole. \throws Error(Io)
void savePreferenceState(const std::filesystem::path& file, const PreferenceModel& model,
                         torch::optim::Optimizer& optimizer, std::span<const PreferenceEpoch> epochs);

/// Puts it back. \return the epochs that are done, with the numbers that toMetrics tells (no reliability bins)
/// \throws Error(NotFound), Error(BadInput) when the file is of another model
[[nodiscard]] std::vector<PreferenceEpoch> loadPreferenceState(const std::filesystem::path& file,
                                                               PreferenceModel& model,
                                                               torch::optim::Optimizer& optimizer);

}  // namespace musicrl
