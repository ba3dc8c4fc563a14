// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/alarms/LimitRule.h"

namespace musicrl {

std::optional<Finding> LimitRule::see(const MetricRow& row) {
    if (!values_.add(row) || !values_.isFull() || values_.newest().mean <= limit_) {
        return std::nullopt;
    }
    const double now = values_.newest().mean;
    return Finding{.message = watched_.subject + " is " + shortNumber(now) + watched_.unit +
                              ", and was to stay within " + shortNumber(limit_) + watched_.unit + ".",
                   .numbers = {{"metric", watched_.metric}, {"now", now}, {"limit", limit_}},
                   .measure = watched_.measure,
                   .shownBy = watched_.shownBy};
}

}  // namespace musicrl
