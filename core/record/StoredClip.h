// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "record/ClipRecipe.h"

#include <filesystem>
#include <optional>

namespace musicrl {

/// Writes a generated clip as 16-bit FLAC with its recipe inside, and the record beside it. Both or none are left: when
/// the record cannot be written, the audio file is removed again.
/// \throws Error(Io)
void storeClip(const std::filesystem::path& file, const Clip& clip, const ClipRecipe& recipe,
               const std::optional<RewardBreakdown>& scores);

}  // namespace musicrl
