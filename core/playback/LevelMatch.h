// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Loudness.h"
#include "playback/Listening.h"

#include <span>

namespace musicrl {

/// Gains that make the clips of a trial equally loud by attenuation alone.
///
/// The target is the quieter of \p wishedLufs and the quietest clip; if any clip's true peak would then be above
/// -1 dBTP, all go down equally until none is. With a clip whose loudness is unknown (silent, or shorter than 0.4 s)
/// nothing is matched: all gains are the same, only as low as the peaks ask for, and the reason is said.
///
/// \param clips  measured over the trial's span, never over a loop; \see measureLoudness, which counts mono as dual
/// mono \see EBU R 128; ITU-R BS.1770-4
[[nodiscard]] TrialLevels matchLevels(std::span<const Loudness> clips, double wishedLufs);

}  // namespace musicrl
