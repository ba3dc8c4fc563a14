// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"

namespace musicrl {

/// A clip's beginning, such as what was asked for of a clip whose last frame goes beyond. A clip that is not longer
/// comes back as it is.
[[nodiscard]] ClipPtr firstSeconds(const ClipPtr& clip, double seconds);

}  // namespace musicrl
