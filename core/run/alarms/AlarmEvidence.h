// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/RunDirectory.h"
#include "run/alarms/AlarmRule.h"

#include <cstdint>

namespace musicrl {

/// The samples that show a finding best, by how its measure changed since step 0: a list of {"prompt", "before", "now",
/// "measure", "before_value", "now_value"}, at most three, the best first; before and now are the clips' files, relative
/// to the run's folder. Where the measure is not known, the first clips without values.
/// \param step  whose samples are on disk
[[nodiscard]] Json evidenceClips(const RunDirectory& run, std::int64_t step, const Finding& finding);

}  // namespace musicrl
