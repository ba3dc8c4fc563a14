// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/RunSchedule.h"

namespace musicrl {

bool isCheckpointDue(const Recipe& recipe, std::int64_t step) {
    return step == recipe.steps || step == recipe.selection || step % recipe.checkpointEvery == 0;
}

bool isSampleDue(const Recipe& recipe, std::int64_t step) {
    return step == recipe.steps || step % recipe.sampleEvery == 0;
}

}  // namespace musicrl
