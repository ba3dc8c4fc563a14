// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reward/RewardModel.h"

#include <memory>
#include <string>
#include <vector>

namespace musicrl {

/// The weighted sum of several rewards. Every component is computed and kept for every clip, those of weight 0 too.
class WeightedReward final : public RewardModel {
public:
    struct Part {
        std::string name;  ///< of its term
        double weight = 1.0;
        std::unique_ptr<RewardModel> model;
    };

    /// \throws Error(BadInput) for no part at all, two of one name, or a weight that is not finite
    explicit WeightedReward(std::vector<Part> parts);

    [[nodiscard]] std::vector<RewardBreakdown> score(std::span<const RewardInput> inputs,
                                                     const JobContext& context) const override;

private:
    std::vector<Part> parts_;
};

}  // namespace musicrl
