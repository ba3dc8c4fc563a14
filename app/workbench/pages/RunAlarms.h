// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/RunDirectory.h"
#include "widgets/plots/RunSeries.h"

#include <QString>
#include <cstdint>
#include <vector>

namespace musicrl {

/// The same prompt's clips of the alarm's step and of step 0.
struct AlarmPair {
    QString prompt;
    QString now;     ///< audio files
    QString before;
    QString change;  ///< by which measure and how far, in words; may be empty

    friend bool operator==(const AlarmPair&, const AlarmPair&) = default;
};

/// An alarm as the user reads it.
struct RunAlarm {
    std::int64_t step = 0;
    QString name;     ///< in words
    QString message;  ///< a sentence
    std::vector<AlarmPair> pairs;  ///< whose clips are on disk, the best proof first
    bool endedRun = false;

    friend bool operator==(const RunAlarm&, const RunAlarm&) = default;
};

/// "kl_budget" as "KL budget"; a name that is not known stays as it is.
[[nodiscard]] QString alarmTitle(const std::string& name);

/// The alarms of events.jsonl in their order, but those of steps that the run went back from and did anew.
[[nodiscard]] std::vector<RunAlarm> readAlarms(const RunDirectory& run);

[[nodiscard]] std::vector<AlarmMark> alarmMarks(const std::vector<RunAlarm>& alarms);

}  // namespace musicrl
