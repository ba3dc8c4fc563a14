// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/Progress.h"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace musicrl {

/// Some values of a metric in a row.
struct Stretch {
    double mean = 0.0;
    double variance = 0.0;  ///< of the mean: the sample variance over the number of values
};

/// The first and the newest values of one metric in a run, so many of each.
class MetricWindow {
public:
    /// \param steps  at least 2
    MetricWindow(std::string metric, std::int64_t steps)
        : metric_(std::move(metric)), steps_(static_cast<std::size_t>(steps)) {}

    /// Passes over a row that does not have the metric as a finite number. \return whether it had it
    bool add(const MetricRow& row);

    /// Whether there are enough values for newest().
    [[nodiscard]] bool isFull() const { return newest_.size() == steps_; }
    /// Whether there are enough values for first() and newest() to have none in common.
    [[nodiscard]] bool isComparable() const { return count_ >= 2 * steps_; }
    [[nodiscard]] Stretch first() const;
    [[nodiscard]] Stretch newest() const;

    /// How far the newest mean is above the first, in standard errors of the difference; infinite without any spread.
    [[nodiscard]] double rise() const;

private:
    std::string metric_;
    std::size_t steps_;
    std::size_t count_ = 0;
    std::vector<double> first_;
    std::deque<double> newest_;
};

}  // namespace musicrl
