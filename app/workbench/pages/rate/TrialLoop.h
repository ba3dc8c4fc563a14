// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/Player.h"

#include <optional>

namespace musicrl {

/// The part of a trial's clips that a rater hears over and over. Switched off, it remembers its bounds;
/// too short for anything to be heard, it stays as it was.
class TrialLoop {
public:
    /// \param on whether the whole of the clips is played over and over from the start
    explicit TrialLoop(double spanSeconds = 0.0, bool on = false) : spanSeconds_(spanSeconds), on_(on) {}

    void toggle() { on_ = !on_; }
    /// Begins here and is on; ends where it did, at the latest with the clips.
    void beginAt(double seconds) {
        const double end =
            bounds_ && bounds_->endSeconds > seconds + shortestSeconds ? bounds_->endSeconds : spanSeconds_;
        set({seconds, end});
    }
    /// Ends here; begins where it did, or else with the clips.
    void endAt(double seconds) {
        const double begin = bounds_ && bounds_->beginSeconds < seconds - shortestSeconds ? bounds_->beginSeconds : 0.0;
        set({begin, seconds});
    }

    [[nodiscard]] bool on() const { return on_; }
    /// None until a bound was set.
    [[nodiscard]] const std::optional<LoopRegion>& bounds() const { return bounds_; }
    /// What to play; nothing while it is off.
    [[nodiscard]] std::optional<LoopRegion> region() const {
        return on_ ? std::optional(bounds_.value_or(LoopRegion{0.0, spanSeconds_})) : std::nullopt;
    }

private:
    static constexpr double shortestSeconds = 0.05;

    void set(const LoopRegion& bounds) {
        if (bounds.endSeconds > bounds.beginSeconds + shortestSeconds) {
            bounds_ = bounds;
            on_ = true;
        }
    }

    double spanSeconds_;
    std::optional<LoopRegion> bounds_;
    bool on_;
};

}  // namespace musicrl
