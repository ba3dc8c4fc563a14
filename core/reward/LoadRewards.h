// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reward/WeightedReward.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <torch/torch.h>

namespace musicrl {

/// The mix of a model's own rewards: "mulan" from its part mulan/, "quality" from quality/, "preference" from
/// \p preferenceFolder or, where that is empty, from its part preference/. Only the named ones are loaded.
/// \throws Error(BadInput) for an unknown name (lists the known ones) or no name, Error(NotFound) for a missing part
[[nodiscard]] std::unique_ptr<WeightedReward> loadRewards(const std::filesystem::path& modelFolder,
                                                          const std::map<std::string, double>& weights,
                                                          torch::Device device,
                                                          const std::filesystem::path& preferenceFolder = {});

/// The same weights, and 0 for the terms that they leave out and the model has the part for: those are measured too.
/// \param preferenceFolder  as above
[[nodiscard]] std::map<std::string, double> withMeasuredTerms(std::map<std::string, double> weights,
                                                              const std::filesystem::path& modelFolder,
                                                              const std::filesystem::path& preferenceFolder);

}  // namespace musicrl
