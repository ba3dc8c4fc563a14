// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/RunSeries.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace musicrl {

double metricValue(const MetricRow& row, const std::string& key) {
    const auto found = row.values.find(key);
    return found != row.values.end() && found->is_number() ? found->get<double>() : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> metricValues(const std::vector<MetricRow>& rows, const std::string& key) {
    std::vector<double> values;
    values.reserve(rows.size());
    for (const MetricRow& row : rows) {
        values.push_back(metricValue(row, key));
    }
    return values;
}

std::vector<double> smoothed(const std::vector<double>& values, double weight) {
    std::vector<double> result;
    result.reserve(values.size());
    double sum = 0.0;
    double weights = 0.0;
    for (const double value : values) {
        if (!std::isfinite(value)) {
            result.push_back(value);
            continue;
        }
        sum = weight * sum + (1.0 - weight) * value;
        weights = weight * weights + (1.0 - weight);
        result.push_back(sum / weights);
    }
    return result;
}

double smoothingFor(std::size_t points) {
    return points <= 10 ? 0.0 : std::min(0.95, 1.0 - 5.0 / static_cast<double>(points));
}

}  // namespace musicrl
