// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "embedding/TextAudioEncoder.h"
#include "reward/RewardModel.h"

#include <memory>

namespace musicrl {

/// Text adherence: the cosine of prompt and sound in the encoder's space, in [-1, 1], the mean over the clip's
/// consecutive windows, each of them kept. A clip shorter than a window is one window, zero-padded; a last part shorter
/// than a window is covered by a window that ends with the clip.
///
/// One term "mulan" of weight 1 that contributes its raw value.
///
/// Thread-safety: as the encoder's.
/// \see Cideron et al., MusicRL, 2024, section 3.3
class MulanReward final : public RewardModel {
public:
    explicit MulanReward(std::shared_ptr<const TextAudioEncoder> encoder);

    [[nodiscard]] std::vector<RewardBreakdown> score(std::span<const RewardInput> inputs,
                                                     const JobContext& context) const override;

private:
    std::shared_ptr<const TextAudioEncoder> encoder_;
};

}  // namespace musicrl
