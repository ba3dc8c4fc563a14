// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/Recipe.h"
#include "run/alarms/AlarmRule.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace musicrl {

/// A finding under the name that a recipe knows its rule by.
struct Alarm {
    std::string name;  ///< of alarmNames()
    std::int64_t step = 0;
    Finding finding;
};

/// All rules of a recipe's [alarms]. What it knows comes from the rows alone, so that a run that goes on tells it the rows
/// that there are and then has the alarms that it would have had.
class AlarmWatch {
public:
    explicit AlarmWatch(const Recipe& recipe);

    /// \param row  the rows of a run one by one, in the order of their steps
    /// \return     what is wrong now and was not lately
    [[nodiscard]] std::vector<Alarm> see(const MetricRow& row);

private:
    struct Watched {
        std::string name;
        std::unique_ptr<AlarmRule> rule;
        std::int64_t lastStep = std::numeric_limits<std::int64_t>::min() / 2;  ///< at which something was wrong
    };
    void addHeldOutRules(const AlarmSettings& alarms, const std::vector<std::string>& trained);
    void addRewardRules(const AlarmSettings& alarms, const std::vector<std::string>& trained);
    void addSoundRules(const AlarmSettings& alarms);
    void add(std::string name, std::unique_ptr<AlarmRule> rule) { watched_.push_back({std::move(name), std::move(rule)}); }

    std::int64_t window_;
    std::int64_t quietSteps_;  ///< after which the same alarm is told of again
    std::vector<Watched> watched_;
};

}  // namespace musicrl
