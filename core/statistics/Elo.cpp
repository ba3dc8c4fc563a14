// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Elo.h"

#include "base/Error.h"

#include <cmath>

namespace musicrl {

std::vector<Estimate> eloRatings(std::span<const Estimate> logWorths, const EloScale& scale) {
    if (scale.anchor && *scale.anchor >= logWorths.size()) {
        throw Error(ErrorKind::Internal, "The anchor of the Elo ratings is none of the models.");
    }
    const double origin = scale.anchor ? logWorths[*scale.anchor].value : 0.0;
    const double pointsPerNat = 400.0 / std::log(10.0);
    const auto rated = [&](double logWorth) { return scale.anchorRating + pointsPerNat * (logWorth - origin); };
    std::vector<Estimate> ratings;
    for (const Estimate& worth : logWorths) {
        ratings.push_back({rated(worth.value), {rated(worth.interval.low), rated(worth.interval.high)}});
    }
    return ratings;
}

}  // namespace musicrl
