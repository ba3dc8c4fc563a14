// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProgressBar.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <unistd.h>

namespace musicrl {
namespace {

constexpr std::int64_t barLetters = 24;
constexpr std::chrono::milliseconds redrawEvery{100};
constexpr std::chrono::seconds logEvery{30};

}  // namespace

std::string clockText(double seconds) {
    const long long whole = std::llround(std::max(0.0, seconds));
    std::array<char, 32> text{};
    if (whole >= 3600) {
        std::snprintf(text.data(), text.size(), "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60, whole % 60);
    } else {
        std::snprintf(text.data(), text.size(), "%lld:%02lld", whole / 60, whole % 60);
    }
    return text.data();
}

ProgressBar::ProgressBar(bool enabled)
    : enabled_(enabled), terminal_(::isatty(STDERR_FILENO) != 0), start_(Clock::now()), lastShown_(start_) {}

void ProgressBar::show(const Progress& progress) {
    if (!enabled_) {
        return;
    }
    const Clock::time_point now = Clock::now();
    if (progress.total != total_ || progress.done < lastDone_) {
        restartClock(progress, now);
    }
    lastDone_ = progress.done;
    if (now - lastShown_ < (terminal_ ? Clock::duration(redrawEvery) : Clock::duration(logEvery))) {
        return;
    }
    lastShown_ = now;
    if (terminal_) {
        std::cerr << "\r\x1b[K" << textOf(progress, now) << std::flush;
        drawn_ = true;
    } else {
        std::cerr << textOf(progress, now) << std::endl;
    }
}

void ProgressBar::clear() {
    if (drawn_) {
        std::cerr << "\r\x1b[K" << std::flush;
        drawn_ = false;
    }
}

void ProgressBar::restartClock(const Progress& progress, Clock::time_point now) {
    total_ = progress.total;
    firstDone_ = progress.done;
    start_ = now;
}

std::string ProgressBar::textOf(const Progress& progress, Clock::time_point now) const {
    if (progress.total <= 0) {
        return progress.what;
    }
    const std::int64_t filled = std::clamp<std::int64_t>(progress.done * barLetters / progress.total, 0, barLetters);
    std::string text = "[" + std::string(static_cast<std::size_t>(filled), '#') +
                       std::string(static_cast<std::size_t>(barLetters - filled), '.') + "] " +
                       std::to_string(progress.done) + "/" + std::to_string(progress.total) + "  " + progress.what;
    if (progress.done > firstDone_ && progress.done < progress.total) {
        const double perUnit = std::chrono::duration<double>(now - start_).count() / static_cast<double>(progress.done - firstDone_);
        text += "  ETA " + clockText(perUnit * static_cast<double>(progress.total - progress.done));
    }
    return text;
}

}  // namespace musicrl
