// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/Player.h"

#include <optional>

namespace musicrl {

/// Which part loops, and whether it does: a region that was chosen, or everything.
class LoopControl {
public:
    [[nodiscard]] bool looping() const { return looping_; }
    [[nodiscard]] const std::optional<LoopRegion>& region() const { return region_; }

    void toggle() { looping_ = !looping_; }
    void setRegion(const LoopRegion& region);  ///< and loops it
    void loopAll();                            ///< lets go of the region and loops everything
    /// The region from here to its end, or on to the end of all.
    void beginAt(double seconds, double durationSeconds);
    void endAt(double seconds);

    /// What the player is to loop.
    [[nodiscard]] std::optional<LoopRegion> ordered(double durationSeconds) const;

private:
    std::optional<LoopRegion> region_;
    bool looping_ = false;
};

}  // namespace musicrl
