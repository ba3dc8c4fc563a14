// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/FinetuneParts.h"

#include "base/Paths.h"

namespace musicrl {

ClipRecipe originOf(const FinetuneParts& parts) {
    ClipRecipe origin;
    origin.modelName = parts.modelName;
    origin.modelHash = parts.modelHash;
    origin.engineVersion = programVersion();
    return origin;
}

}  // namespace musicrl
