// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/ViewedRange.h"

namespace musicrl {

void ViewedRange::setAxis(double seconds) {
    if (seconds != axis_) {
        axis_ = seconds;
        showAll();
    }
}

void ViewedRange::show(const TimeRange& range) {
    range_ = range;
}

void ViewedRange::zoom(double factor) {
    const double anchor = holds(position_) ? position_ : (range_.begin + range_.end) / 2.0;
    range_ = zoomed(range_, factor, anchor, axis_);
}

bool ViewedRange::follow(double positionSeconds) {
    const bool left = holds(position_) && !holds(positionSeconds);
    position_ = positionSeconds;
    if (left) {
        range_ = panned(range_, positionSeconds - range_.begin, axis_);
    }
    return left;
}

}  // namespace musicrl
