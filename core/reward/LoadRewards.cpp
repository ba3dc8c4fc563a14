// SPDX-License-Identifier: GPL-3.0-or-later
#include "reward/LoadRewards.h"

#include "base/Error.h"
#include "embedding/mulan/Mulan.h"
#include "reward/MulanReward.h"
#include "reward/QualityReward.h"

namespace musicrl {
namespace {

std::unique_ptr<RewardModel> loadReward(const std::filesystem::path& modelFolder, const std::string& name,
                                        torch::Device device) {
    if (name == "mulan") {
        return std::make_unique<MulanReward>(loadMulan(modelFolder / "mulan", device));
    }
    if (name == "quality") {
        return std::make_unique<QualityReward>(loadQuality(modelFolder / "quality", device));
    }
    throw Error(ErrorKind::BadInput, "There is no reward \"" + name + "\". Known rewards: mulan, quality.");
}

}  // namespace

std::unique_ptr<WeightedReward> loadRewards(const std::filesystem::path& modelFolder,
                                            const std::map<std::string, double>& weights, torch::Device device) {
    std::vector<WeightedReward::Part> parts;
    for (const auto& [name, weight] : weights) {
        parts.push_back({name, weight, loadReward(modelFolder, name, device)});
    }
    return std::make_unique<WeightedReward>(std::move(parts));
}

}  // namespace musicrl
