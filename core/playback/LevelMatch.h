// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Loudness.h"

#include <span>
#include <vector>

namespace musicrl {

struct LevelMatch {
    double targetLufs = 0.0;      ///< what every clip is brought to
    std::vector<double> gainsDb;  ///< by clip; 0 for one whose loudness is unknown
};

/// Gains that make clips equally loud without clipping any: the target is -16 LUFS, or as much lower as keeps the true
/// peak of every clip at or below -1 dBTP.
/// \see EBU R 128; ITU-R BS.1770-4
[[nodiscard]] LevelMatch levelMatch(std::span<const Loudness> clips);

}  // namespace musicrl
