// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/Recipe.h"

#include <cstdint>

namespace musicrl {

/// Whether a run leaves a checkpoint after this step: every so many, and those that its recipe selects or ends with.
[[nodiscard]] bool isCheckpointDue(const Recipe& recipe, std::int64_t step);

/// Whether it samples the fixed prompts: every so many, and at the end.
[[nodiscard]] bool isSampleDue(const Recipe& recipe, std::int64_t step);

}  // namespace musicrl
