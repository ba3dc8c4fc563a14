// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Random.h"
#include "record/MusicCaps.h"

#include <string>

namespace musicrl {

/// One of the ways to describe a clip: its caption, some sentences of it, or some of its aspects joined by commas.
/// Prompts that people type look like all three.
[[nodiscard]] std::string randomDescription(const MusicCapsRow& row, Random& random);

}  // namespace musicrl
