// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/alarms/AlarmRule.h"
#include "run/alarms/MetricWindow.h"

namespace musicrl {

/// A metric that must stay near what it was in the first steps.
class DriftRule final : public AlarmRule {
public:
    enum class Direction { Either, Up };

    /// \param distance  that it may move, in its own unit
    DriftRule(WatchedMetric watched, std::int64_t window, double distance, Direction direction)
        : watched_(std::move(watched)), values_(watched_.metric, window), distance_(distance), direction_(direction) {}

    [[nodiscard]] std::optional<Finding> see(const MetricRow& row) override;

private:
    WatchedMetric watched_;
    MetricWindow values_;
    double distance_;
    Direction direction_;
};

}  // namespace musicrl
