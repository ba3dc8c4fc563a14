// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/alarms/DriftRule.h"

#include <cmath>

namespace musicrl {

std::optional<Finding> DriftRule::see(const MetricRow& row) {
    if (!values_.add(row) || !values_.isComparable()) {
        return std::nullopt;
    }
    const double before = values_.first().mean;
    const double now = values_.newest().mean;
    const double moved = direction_ == Direction::Either ? std::abs(now - before) : now - before;
    if (moved <= distance_) {
        return std::nullopt;
    }
    return Finding{.message = watched_.subject + " went from " + shortNumber(before) + " to " + shortNumber(now) +
                              watched_.unit + ".",
                   .numbers = {{"metric", watched_.metric}, {"first", before}, {"now", now}, {"limit", distance_}},
                   .measure = watched_.measure,
                   .shownBy = now > before ? Change::Rise : Change::Fall};
}

}  // namespace musicrl
