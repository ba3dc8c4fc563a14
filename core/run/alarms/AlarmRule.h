// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/Progress.h"

#include <optional>
#include <string>

namespace musicrl {

/// How a measure differs between a clip of now and the same prompt's of the beginning.
enum class Change { Rise, Fall };

/// What a rule found, and by which numbers.
struct Finding {
    std::string message;            ///< a sentence
    Json numbers = Json::object();  ///< what it rests on
    std::string measure;            ///< the column of a measures.csv in which clips show it
    Change shownBy = Change::Rise;  ///< of the measure, in the clips that show it
};

/// One kind of sign that a run earns its reward by a trick.
class AlarmRule {
public:
    AlarmRule() = default;
    AlarmRule(const AlarmRule&) = delete;
    AlarmRule& operator=(const AlarmRule&) = delete;
    virtual ~AlarmRule() = default;

    /// \param row  the rows of a run one by one, in the order of their steps
    /// \return     what is wrong as of this row; nothing while all is well or not enough is known
    [[nodiscard]] virtual std::optional<Finding> see(const MetricRow& row) = 0;
};

/// A metric as a rule speaks of it.
struct WatchedMetric {
    std::string metric;   ///< "rollouts/level_db"
    std::string subject;  ///< "The clips' level"
    std::string unit;     ///< " dB", with its blank; may be empty
    std::string measure;  ///< the column of a measures.csv
    Change shownBy = Change::Rise;
};

/// A number as a sentence has it: four digits that count.
[[nodiscard]] std::string shortNumber(double value);

}  // namespace musicrl
