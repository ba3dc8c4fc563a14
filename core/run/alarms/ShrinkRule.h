// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/alarms/AlarmRule.h"
#include "run/alarms/MetricWindow.h"

namespace musicrl {

/// A metric, positive by nature, of which a share of what it was in the first steps must be left.
class ShrinkRule final : public AlarmRule {
public:
    /// \param share  that must be left, in (0, 1]
    ShrinkRule(WatchedMetric watched, std::int64_t window, double share)
        : watched_(std::move(watched)), values_(watched_.metric, window), share_(share) {}

    [[nodiscard]] std::optional<Finding> see(const MetricRow& row) override;

private:
    WatchedMetric watched_;
    MetricWindow values_;
    double share_;
};

}  // namespace musicrl
