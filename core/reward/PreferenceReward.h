// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reward/PreferenceModel.h"
#include "reward/PreferenceTokens.h"
#include "reward/RewardModel.h"

#include <filesystem>
#include <memory>

namespace musicrl {

/// What a preference model says: its score for prompt and clip, in nats, 0 for the mean clip of its training; of a clip
/// longer than the model's window (20 s) the mean of its first and its last window.
///
/// One term "preference" of weight 1 that contributes its raw value, with its windows. The tokens are always made from
/// the sound, even where a clip's codes are known: what a codec hears again is not what was generated, and the model
/// learned from what is heard.
///
/// Thread-safety: one caller at a time.
/// \see Cideron et al., MusicRL, 2024, section 3.3
class PreferenceReward final : public RewardModel {
public:
    /// \pre the tokens are of the model's sources
    PreferenceReward(std::shared_ptr<const PreferenceModel> model, std::shared_ptr<const PreferenceTokens> tokens);

    [[nodiscard]] std::vector<RewardBreakdown> score(std::span<const RewardInput> inputs,
                                                     const JobContext& context) const override;

private:
    std::shared_ptr<const PreferenceModel> model_;
    std::shared_ptr<const PreferenceTokens> tokens_;
};

/// \param modelFolder       has the parts mulan, semantic and codec; language/ is not needed
/// \param preferenceFolder  what musicrl preference train wrote
/// \throws Error(NotFound), Error(BadInput), also when the two do not belong together
[[nodiscard]] std::unique_ptr<PreferenceReward> loadPreferenceReward(const std::filesystem::path& modelFolder,
                                                                     const std::filesystem::path& preferenceFolder,
                                                                     torch::Device device);

}  // namespace musicrl
