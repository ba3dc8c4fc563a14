// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/alarms/AlarmRule.h"
#include "run/alarms/MetricWindow.h"

namespace musicrl {

/// A metric that must stay below a limit, in the mean of the newest steps.
class LimitRule final : public AlarmRule {
public:
    LimitRule(WatchedMetric watched, std::int64_t window, double limit)
        : watched_(std::move(watched)), values_(watched_.metric, window), limit_(limit) {}

    [[nodiscard]] std::optional<Finding> see(const MetricRow& row) override;

private:
    WatchedMetric watched_;
    MetricWindow values_;
    double limit_;
};

}  // namespace musicrl
