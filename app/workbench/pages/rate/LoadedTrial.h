// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Peaks.h"
#include "playback/PreparedTrial.h"
#include "study/Trial.h"

#include <vector>

namespace musicrl {

/// A trial with its clips decoded, measured and at the output's rate.
struct LoadedTrial {
    PreparedTrial prepared;
    std::vector<std::vector<Peak>> peaks;  ///< by lane; empty unless the study shows waveforms
    double spanSeconds = 0.0;              ///< of the longest clip
};

/// Decodes and prepares the clips of a trial; takes a good part of a second, so call it off the window's thread.
/// \throws Error as readAudioFile; Error(BadInput) when a clip is not the one that the study was planned with
[[nodiscard]] LoadedTrial loadTrial(const Trial& trial, int sampleRateHz);

}  // namespace musicrl
