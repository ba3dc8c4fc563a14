// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/alarms/ShrinkRule.h"

namespace musicrl {

std::optional<Finding> ShrinkRule::see(const MetricRow& row) {
    if (!values_.add(row) || !values_.isComparable()) {
        return std::nullopt;
    }
    const double before = values_.first().mean;
    const double now = values_.newest().mean;
    if (before <= 0.0 || now >= share_ * before) {
        return std::nullopt;
    }
    return Finding{
        .message =
            watched_.subject + " fell from " + shortNumber(before) + " to " + shortNumber(now) + watched_.unit + ".",
        .numbers = {{"metric", watched_.metric}, {"first", before}, {"now", now}, {"limit", share_ * before}},
        .measure = watched_.measure,
                   .shownBy = watched_.shownBy};
}

}  // namespace musicrl
