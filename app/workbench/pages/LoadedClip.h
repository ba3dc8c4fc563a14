// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/listen/ClipTaste.h"
#include "audio/Clip.h"
#include "audio/Loudness.h"
#include "audio/Peaks.h"
#include "audio/Spectrogram.h"
#include "playback/PreparedTrial.h"
#include "record/ClipRecipe.h"
#include "run/TokenTrace.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace musicrl {

/// A clip with all that the Listen page shows of it.
struct LoadedClip {
    std::filesystem::path path;
    ClipPtr clip;           ///< as in the file
    PlayableClip playable;  ///< the same, ready for the player
    std::vector<Peak> peaks;
    std::shared_ptr<const Spectrogram> spectrogram;  ///< linear bins; null for a clip shorter than a window
    Loudness loudness;
    std::optional<ClipRecord> record;  ///< of clips that the workbench made
    TokenTrace tokens;               ///< of a run's samples; empty for the base model's, and where nothing was recorded
    std::optional<ClipTaste> taste;  ///< which preference model its record's scores are from
};

/// Reads and measures; takes a moment, so call it off the window's thread.
/// \throws Error as readAudioFile, or BadInput for a record that cannot be read
[[nodiscard]] LoadedClip loadClip(const std::filesystem::path& path, int playerRateHz);

}  // namespace musicrl
