// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/RewardAccuracy.h"

#include "base/Error.h"

#include <cmath>
#include <limits>
#include <vector>

namespace musicrl {

RewardAccuracy rewardAccuracy(std::span<const double> margins, std::span<const double> outcomes,
                              const Crossing& crossing, const BootstrapConfig& config) {
    if (margins.size() != outcomes.size() || crossing.prompts.size() != outcomes.size()) {
        throw Error(ErrorKind::Internal, "A reward's accuracy needs margin, outcome and prompt of each vote.");
    }
    RewardAccuracy result;
    std::vector<ClusterSums> terms;
    for (std::size_t i = 0; i < margins.size(); ++i) {
        if (outcomes[i] == 0.5 || std::isnan(margins[i])) {
            terms.push_back({0.0, 0.0});
            continue;
        }
        const double right = margins[i] == 0.0 ? 0.5 : (margins[i] > 0.0) == (outcomes[i] > 0.5) ? 1.0 : 0.0;
        terms.push_back({right, 1.0});
        ++result.votes;
    }
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    result.accuracy =
        result.votes > 0 ? crossedShare(crossing, resamplingFor(crossing), terms, config) : Estimate{nan, {nan, nan}};
    return result;
}

}  // namespace musicrl
