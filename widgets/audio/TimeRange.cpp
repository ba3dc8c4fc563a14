// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audio/TimeRange.h"

#include <algorithm>

namespace musicrl {

TimeRange zoomed(const TimeRange& range, double factor, double anchorSeconds, double durationSeconds) {
    constexpr double shortestSeconds = 0.25;
    const double shortest = std::min(shortestSeconds, durationSeconds);
    const double length = std::clamp(range.length() * factor, shortest, std::max(shortest, durationSeconds));
    const double place = range.length() > 0.0 ? (anchorSeconds - range.begin) / range.length() : 0.0;
    const double begin = std::clamp(anchorSeconds - place * length, 0.0, std::max(0.0, durationSeconds - length));
    return {begin, begin + length};
}

TimeRange panned(const TimeRange& range, double seconds, double durationSeconds) {
    const double begin = std::clamp(range.begin + seconds, 0.0, std::max(0.0, durationSeconds - range.length()));
    return {begin, begin + range.length()};
}

}  // namespace musicrl
