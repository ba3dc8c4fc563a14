// SPDX-License-Identifier: GPL-3.0-or-later
#include "reward/LoadRewards.h"

#include "base/Error.h"
#include "embedding/mulan/Mulan.h"
#include "reward/MulanReward.h"
#include "reward/PreferenceReward.h"
#include "reward/QualityReward.h"

namespace musicrl {
namespace {

std::unique_ptr<RewardModel> loadReward(const std::filesystem::path& modelFolder, const std::string& name,
                                        torch::Device device, const std::filesystem::path& preferenceFolder) {
    if (name == "mulan") {
        return std::make_unique<MulanReward>(loadMulan(modelFolder / "mulan", device));
    }
    if (name == "quality") {
        return std::make_unique<QualityReward>(loadQuality(modelFolder / "quality", device));
    }
    if (name == "preference") {
        const std::filesystem::path folder = preferenceFolder.empty() ? modelFolder / "preference" : preferenceFolder;
        if (!std::filesystem::exists(folder / "config.json")) {
            throw Error(ErrorKind::NotFound, "There is no preference model in " + folder.string() +
                                                 "; train one with \"musicrl preference train\" and name its folder.");
        }
        return loadPreferenceReward(modelFolder, folder, device);
    }
    throw Error(ErrorKind::BadInput, "There is no reward \"" + name + "\". Known rewards: mulan, quality, preference.");
}

}  // namespace

std::unique_ptr<WeightedReward> loadRewards(const std::filesystem::path& modelFolder,
                                            const std::map<std::string, double>& weights, torch::Device device,
                                            const std::filesystem::path& preferenceFolder) {
    std::vector<WeightedReward::Part> parts;
    for (const auto& [name, weight] : weights) {
        parts.push_back({name, weight, loadReward(modelFolder, name, device, preferenceFolder)});
    }
    return std::make_unique<WeightedReward>(std::move(parts));
}

std::map<std::string, double> withMeasuredTerms(std::map<std::string, double> weights,
                                                const std::filesystem::path& modelFolder,
                                                const std::filesystem::path& preferenceFolder) {
    for (const char* term : {"mulan", "quality", "preference"}) {
        if (std::filesystem::exists(modelFolder / term / "config.json")) {
            weights.emplace(term, 0.0);
        }
    }
    if (!preferenceFolder.empty()) {
        weights.emplace("preference", 0.0);
    }
    return weights;
}

}  // namespace musicrl
