// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/Progress.h"
#include "widgets/plots/MetricCatalog.h"

#include <QString>
#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

/// A step at which a run raised an alarm.
struct AlarmMark {
    std::int64_t step = 0;
    QString text;  ///< what is said where the mouse is near it

    friend bool operator==(const AlarmMark&, const AlarmMark&) = default;
};

/// What the plots draw of one run.
struct RunSeries {
    QString id;    ///< the run's folder
    QString name;
    int colorIndex = 0;  ///< into Theme::series
    std::vector<MetricRow> rows;  ///< by step
    std::vector<std::int64_t> samplesAt;  ///< steps with clips to hear
    std::vector<AlarmMark> alarms = {};
};

/// \return NaN when the row has no such number
[[nodiscard]] double metricValue(const MetricRow& row, const std::string& key);
[[nodiscard]] std::vector<double> metricValues(const std::vector<MetricRow>& rows, const std::string& key);

/// Exponential moving average without the pull towards zero at the start; NaN stays NaN and is passed over.
/// \param weight  of the past, in [0, 1): 0 leaves the values as they are
/// \see Kingma and Ba, "Adam", 2015, section 3 (bias correction)
[[nodiscard]] std::vector<double> smoothed(const std::vector<double>& values, double weight);

/// How much a curve of so many points is smoothed: not at all up to 10 points, at most 0.95.
[[nodiscard]] double smoothingFor(std::size_t points);

}  // namespace musicrl
