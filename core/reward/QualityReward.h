// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reward/QualityModel.h"
#include "reward/RewardModel.h"

#include <memory>

namespace musicrl {

/// Acoustic quality: the mean opinion score, 1 to 5, of the clip; of one longer than 20 s the mean of its first and
/// its last 20 s.
///
/// One term "quality" of weight 1 that contributes (MOS - 1) / 4. Its windows are pieces of about 5 s of the scored
/// spans, without those of the last 20 s that the first 20 s have covered.
///
/// Thread-safety: one caller at a time.
/// \see Cideron et al., MusicRL, 2024, section 3.3
class QualityReward final : public RewardModel {
public:
    explicit QualityReward(std::shared_ptr<const QualityModel> model);

    [[nodiscard]] std::vector<RewardBreakdown> score(std::span<const RewardInput> inputs,
                                                     const JobContext& context) const override;

private:
    std::shared_ptr<const QualityModel> model_;
};

}  // namespace musicrl
