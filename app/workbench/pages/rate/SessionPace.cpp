// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/SessionPace.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>
#include <iterator>

namespace musicrl {
namespace {

constexpr double thinkingSeconds = 10.0;  // besides hearing each clip once, before there is any experience
constexpr std::size_t enough = 3;         // trials to go by

QString say(const char* text) {
    return QCoreApplication::translate("SessionPace", text);
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + std::ssize(values) / 2;
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace

double SessionPace::secondsPerTrial(const Trial& trial, double spanSeconds) const {
    return spent_.size() >= enough ? median(spent_)
                                   : spanSeconds * static_cast<double>(trial.clips.size()) + thinkingSeconds;
}

QString SessionPace::progressText(const Trial& trial, double spanSeconds, std::int64_t attempts) const {
    const std::size_t sides = trial.clips.size();
    const QString one = sides == 1 ? say("clip") : sides == 2 ? say("pair") : say("trial");
    QStringList parts = {say("%1 %2 of %3").arg(one).arg(trial.number).arg(trial.count)};
    if (trial.practice) {
        parts << say("practice, does not count");
    }
    if (trial.attempt > 0) {
        parts << say("attempt %1 of %2").arg(trial.attempt).arg(attempts);
    }
    const double left = static_cast<double>(trial.count - trial.number + 1) * secondsPerTrial(trial, spanSeconds);
    parts << say("about %1 min left").arg(std::max(1L, std::lround(left / 60.0)));
    if (trial.untilBreak == 1) {
        parts << say("a break after this one");
    } else if (trial.untilBreak > 1) {
        parts << say("next break in %1 %2s").arg(trial.untilBreak).arg(one);
    }
    return parts.join(QStringLiteral(" · "));
}

}  // namespace musicrl
