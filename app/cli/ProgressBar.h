// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/Progress.h"

#include <chrono>
#include <string>

namespace musicrl {

/// Seconds as "3:05" or "1:02:09".
[[nodiscard]] std::string clockText(double seconds);

/// A job's progress on standard error: one line that is drawn over and over on a terminal, and a line every half minute
/// in a log. With the time that is left, judged by the time it took so far.
class ProgressBar {
public:
    explicit ProgressBar(bool enabled);

    void show(const Progress& progress);
    /// Takes the line off the terminal, so that something else can be printed.
    void clear();

private:
    using Clock = std::chrono::steady_clock;

    void restartClock(const Progress& progress, Clock::time_point now);
    [[nodiscard]] std::string textOf(const Progress& progress, Clock::time_point now) const;

    bool enabled_;
    bool terminal_;
    bool drawn_ = false;
    std::int64_t firstDone_ = 0;
    std::int64_t lastDone_ = 0;
    std::int64_t total_ = -1;
    Clock::time_point start_;
    Clock::time_point lastShown_;
};

}  // namespace musicrl
