// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace musicrl {

/// A span of a clip that is in view, and its place in a widget's width.
struct TimeRange {
    double begin = 0.0;  ///< seconds
    double end = 0.0;    ///< seconds, not before begin

    [[nodiscard]] double length() const { return end - begin; }
    /// \return pixels from the left; outside [0, width] for what is out of view
    [[nodiscard]] double xOf(double seconds, double width) const {
        return length() > 0.0 ? (seconds - begin) / length() * width : 0.0;
    }
    [[nodiscard]] double secondsAt(double x, double width) const {
        return width > 0.0 ? begin + x / width * length() : begin;
    }
    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

/// A range \p factor times as long in which \p anchorSeconds keeps its place; never shorter than 0.25 s, never outside
/// [0, durationSeconds].
[[nodiscard]] TimeRange zoomed(const TimeRange& range, double factor, double anchorSeconds, double durationSeconds);

/// The range moved, stopped at the ends of [0, durationSeconds].
[[nodiscard]] TimeRange panned(const TimeRange& range, double seconds, double durationSeconds);

/// Left of every timeline: where its name or scale stands, so that all of them line up.
inline constexpr int timelineGutter = 100;

}  // namespace musicrl
