// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/alarms/MetricWindow.h"

#include <cmath>
#include <limits>

namespace musicrl {
namespace {

Stretch stretchOf(const auto& values) {
    const auto count = static_cast<double>(values.size());
    Stretch stretch;
    for (const double value : values) {
        stretch.mean += value / count;
    }
    for (const double value : values) {
        stretch.variance += std::pow(value - stretch.mean, 2.0) / (count - 1.0) / count;
    }
    return stretch;
}

}  // namespace

bool MetricWindow::add(const MetricRow& row) {
    const auto found = row.values.find(metric_);
    if (found == row.values.end() || !found->is_number() || !std::isfinite(found->get<double>())) {
        return false;
    }
    const double value = found->get<double>();
    ++count_;
    if (first_.size() < steps_) {
        first_.push_back(value);
    }
    newest_.push_back(value);
    if (newest_.size() > steps_) {
        newest_.pop_front();
    }
    return true;
}

Stretch MetricWindow::first() const {
    return stretchOf(first_);
}

Stretch MetricWindow::newest() const {
    return stretchOf(newest_);
}

double MetricWindow::rise() const {
    const Stretch before = first();
    const Stretch now = newest();
    const double difference = now.mean - before.mean;
    const double error = std::sqrt(before.variance + now.variance);
    if (error > 0.0) {
        return difference / error;
    }
    return difference == 0.0 ? 0.0 : std::copysign(std::numeric_limits<double>::infinity(), difference);
}

}  // namespace musicrl
