// SPDX-License-Identifier: GPL-3.0-or-later
#include "reward/WeightedReward.h"

#include "base/Error.h"

#include <cmath>
#include <set>

namespace musicrl {

WeightedReward::WeightedReward(std::vector<Part> parts) : parts_(std::move(parts)) {
    if (parts_.empty()) {
        throw Error(ErrorKind::BadInput,
                    "There is no reward to score with: give at least one weight, such as mulan = 1.");
    }
    std::set<std::string> names;
    for (const Part& part : parts_) {
        if (!std::isfinite(part.weight)) {
            throw Error(ErrorKind::BadInput, "The weight of the reward \"" + part.name + "\" is not a finite number.");
        }
        if (!names.insert(part.name).second) {
            throw Error(ErrorKind::BadInput, "The reward \"" + part.name + "\" stands in the mix twice.");
        }
    }
}

std::vector<RewardBreakdown> WeightedReward::score(std::span<const RewardInput> inputs,
                                                   const JobContext& context) const {
    std::vector<RewardBreakdown> mixed(inputs.size());
    for (const Part& part : parts_) {
        std::vector<RewardBreakdown> scores = part.model->score(inputs, context);
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            for (RewardTerm& term : scores[i].terms) {
                term.weight *= part.weight;
                term.contribution *= part.weight;
                mixed[i].total += term.contribution;
                mixed[i].terms.push_back(std::move(term));
            }
        }
    }
    return mixed;
}

}  // namespace musicrl
