// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/Trial.h"

#include <QString>
#include <vector>

namespace musicrl {

/// How long a rater takes for a trial, and where in the session that leaves one.
class SessionPace {
public:
    void add(double seconds) { spent_.push_back(seconds); }  ///< that were spent on a trial

    /// "pair 37 of 120 · about 22 min left · next break in 3 pairs"
    /// \param spanSeconds  of the trial's clips  \param attempts  at practice at most; said where it has to be passed
    [[nodiscard]] QString progressText(const Trial& trial, double spanSeconds, std::int64_t attempts) const;

private:
    [[nodiscard]] double secondsPerTrial(const Trial& trial, double spanSeconds) const;

    std::vector<double> spent_;  ///< by trial of this session
};

}  // namespace musicrl
