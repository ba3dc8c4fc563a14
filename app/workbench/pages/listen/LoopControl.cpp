// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/LoopControl.h"

#include <algorithm>

namespace musicrl {
namespace {

constexpr double shortestSeconds = 0.05;

}  // namespace

void LoopControl::setRegion(const LoopRegion& region) {
    region_ = region;
    looping_ = true;
}

void LoopControl::loopAll() {
    region_.reset();
    looping_ = true;
}

void LoopControl::beginAt(double seconds, double durationSeconds) {
    const double end =
        region_ && region_->endSeconds > seconds + shortestSeconds ? region_->endSeconds : durationSeconds;
    if (end > seconds + shortestSeconds) {
        setRegion({seconds, end});
    }
}

void LoopControl::endAt(double seconds) {
    const double begin = region_ && region_->beginSeconds < seconds - shortestSeconds ? region_->beginSeconds : 0.0;
    if (seconds > begin + shortestSeconds) {
        setRegion({begin, seconds});
    }
}

std::optional<LoopRegion> LoopControl::ordered(double durationSeconds) const {
    if (!looping_ || durationSeconds <= 0.0) {
        return std::nullopt;
    }
    if (region_ && region_->beginSeconds < durationSeconds) {
        return LoopRegion{region_->beginSeconds, std::min(region_->endSeconds, durationSeconds)};
    }
    return LoopRegion{0.0, durationSeconds};
}

}  // namespace musicrl
