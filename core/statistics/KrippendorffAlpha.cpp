// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/KrippendorffAlpha.h"

#include "base/Error.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>

namespace musicrl {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// How often each value occurs in the units that count.
struct Counts {
    std::vector<double> values;               ///< ascending, each once
    std::vector<std::vector<double>> byUnit;  ///< of units with two values or more
    std::vector<std::size_t> unit;            ///< which unit each of these is
};

Counts countsOf(std::span<const RatedUnit> units) {
    Counts counts;
    for (const RatedUnit& unit : units) {
        counts.values.insert(counts.values.end(), unit.begin(), unit.end());
    }
    std::sort(counts.values.begin(), counts.values.end());
    counts.values.erase(std::unique(counts.values.begin(), counts.values.end()), counts.values.end());
    for (std::size_t i = 0; i < units.size(); ++i) {
        if (units[i].size() < 2) {
            continue;
        }
        std::vector<double> row(counts.values.size(), 0.0);
        for (const double value : units[i]) {
            const auto place = std::lower_bound(counts.values.begin(), counts.values.end(), value);
            row[static_cast<std::size_t>(place - counts.values.begin())] += 1.0;
        }
        counts.byUnit.push_back(std::move(row));
        counts.unit.push_back(i);
    }
    return counts;
}

/// o(c,k), row by row. \param weights  how often each unit counts
std::vector<double> coincidencesOf(const Counts& counts, std::span<const double> weights) {
    const std::size_t size = counts.values.size();
    std::vector<double> coincidences(size * size, 0.0);
    for (std::size_t i = 0; i < counts.byUnit.size(); ++i) {
        const std::vector<double>& row = counts.byUnit[i];
        const double weight = weights[counts.unit[i]] / (std::accumulate(row.begin(), row.end(), 0.0) - 1.0);
        for (std::size_t c = 0; c < size; ++c) {
            for (std::size_t k = 0; row[c] > 0.0 && k < size; ++k) {
                coincidences[c * size + k] += weight * row[c] * (row[k] - (c == k ? 1.0 : 0.0));
            }
        }
    }
    return coincidences;
}

/// \param below  n(g) summed over the values below each
double difference(const Counts& counts, const std::vector<double>& totals, const std::vector<double>& below,
                  std::size_t c, std::size_t k, Measurement measurement) {
    switch (measurement) {
        case Measurement::Ordinal:
            return below[k] + totals[k] / 2.0 - below[c] - totals[c] / 2.0;
        case Measurement::Interval:
            return counts.values[k] - counts.values[c];
        case Measurement::Nominal:
            break;
    }
    return c == k ? 0.0 : 1.0;
}

double alphaOf(const Counts& counts, std::span<const double> weights, Measurement measurement) {
    const std::size_t size = counts.values.size();
    const std::vector<double> coincidences = coincidencesOf(counts, weights);
    std::vector<double> totals(size, 0.0);
    for (std::size_t i = 0; i < coincidences.size(); ++i) {
        totals[i / size] += coincidences[i];
    }
    std::vector<double> below(size, 0.0);
    std::exclusive_scan(totals.begin(), totals.end(), below.begin(), 0.0);
    double observed = 0.0;
    double expected = 0.0;
    for (std::size_t c = 0; c < size; ++c) {
        for (std::size_t k = 0; k < size; ++k) {
            const double delta = difference(counts, totals, below, c, k, measurement);
            observed += coincidences[c * size + k] * delta * delta;
            expected += totals[c] * totals[k] * delta * delta;
        }
    }
    const double all = std::accumulate(totals.begin(), totals.end(), 0.0);
    return expected > 0.0 ? 1.0 - (all - 1.0) * observed / expected : nan;
}

}  // namespace

double krippendorffAlpha(std::span<const RatedUnit> units, Measurement measurement) {
    return alphaOf(countsOf(units), std::vector<double>(units.size(), 1.0), measurement);
}

Estimate krippendorffAlpha(std::span<const RatedUnit> units, Measurement measurement, const BootstrapConfig& config) {
    std::vector<std::size_t> each(units.size());
    std::iota(each.begin(), each.end(), std::size_t{0});
    return krippendorffAlpha(units, each, measurement, config);
}

Estimate krippendorffAlpha(std::span<const RatedUnit> units, std::span<const std::size_t> clusters,
                           Measurement measurement, const BootstrapConfig& config) {
    if (clusters.size() != units.size()) {
        throw Error(ErrorKind::Internal, "Krippendorff's alpha needs the cluster of each unit.");
    }
    const Counts counts = countsOf(units);
    std::map<std::size_t, std::size_t> numbers;  // of the clusters that tell something
    for (const std::size_t unit : counts.unit) {
        numbers.emplace(clusters[unit], numbers.size());
    }
    std::vector<double> weights(units.size(), 0.0);
    const auto statistics = [&](std::span<const double> multiplicities) {
        for (const std::size_t unit : counts.unit) {
            weights[unit] = multiplicities[numbers.at(clusters[unit])];
        }
        return std::vector<double>{alphaOf(counts, weights, measurement)};
    };
    const Interval interval = clusterIntervals(numbers.size(), statistics, config).front();
    const double high = std::isnan(interval.high) ? nan : std::min(1.0, interval.high);  // Student's t knows no end
    return {krippendorffAlpha(units, measurement), {interval.low, high}};
}

std::vector<RatedUnit> seenFromBothSides(std::span<const RatedUnit> units) {
    std::vector<RatedUnit> both(units.begin(), units.end());
    for (const RatedUnit& unit : units) {
        RatedUnit& other = both.emplace_back();
        std::transform(unit.begin(), unit.end(), std::back_inserter(other),
                       [](double value) { return value == 0.0 ? 0.0 : -value; });
    }
    return both;
}

Estimate krippendorffAlphaOfPairs(std::span<const RatedUnit> units, std::span<const std::size_t> clusters,
                                  Measurement measurement, const BootstrapConfig& config) {
    std::vector<std::size_t> twice(clusters.begin(), clusters.end());
    twice.insert(twice.end(), clusters.begin(), clusters.end());
    return krippendorffAlpha(seenFromBothSides(units), twice, measurement, config);
}

}  // namespace musicrl
