// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/audio/TimeRange.h"

namespace musicrl {

/// Which part of the lanes is in view, the same in all of them.
class ViewedRange {
public:
    [[nodiscard]] const TimeRange& range() const { return range_; }
    [[nodiscard]] double axisSeconds() const { return axis_; }

    /// How long the longest clip is; another length shows all of it.
    void setAxis(double seconds);
    void show(const TimeRange& range);
    void showAll() { range_ = {0.0, axis_}; }
    /// About the position where that is in view, else about the middle. \param factor  below 1 to see more of less
    void zoom(double factor);
    /// Follows the position when it leaves the view, but not a view that was moved away from it. \return whether it did
    bool follow(double positionSeconds);

private:
    [[nodiscard]] bool holds(double seconds) const { return seconds >= range_.begin && seconds <= range_.end; }

    TimeRange range_;
    double axis_ = 0.0;
    double position_ = 0.0;
};

}  // namespace musicrl
