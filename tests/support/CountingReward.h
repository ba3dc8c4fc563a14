// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reward/RewardModel.h"

namespace musicrl {

/// The share of a clip's codes that are one code. The term is called "mulan", since recipes know only real terms.
class CountingReward final : public RewardModel {
public:
    explicit CountingReward(std::int64_t code, double weight = 1.0) : code_(code), weight_(weight) {}

    [[nodiscard]] std::vector<RewardBreakdown> score(std::span<const RewardInput> inputs, const JobContext&) const override {
        std::vector<RewardBreakdown> result;
        for (const RewardInput& input : inputs) {
            const double share = (input.codes == code_).to(torch::kFloat64).mean().item<double>();
            result.push_back({weight_ * share, {{"mulan", share, weight_, weight_ * share, {}}}});
        }
        return result;
    }

private:
    std::int64_t code_;
    double weight_;
};

}  // namespace musicrl
