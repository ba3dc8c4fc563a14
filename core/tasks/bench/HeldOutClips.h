// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "job/JobContext.h"
#include "record/MusicCaps.h"

#include <filesystem>
#include <vector>

namespace musicrl {

/// A clip that no part of a model was trained on, with what is known about it.
struct HeldOutClip {
    MusicCapsRow row;
    ClipPtr clip;
};

/// The first clips of a corpus that are flagged is_audioset_eval (of a table without flags every tenth, as training
/// holds them out), one channel at the rate.
///
/// \param folder  with corpus.csv and audio/<id>.<flac|wav|ogg|mp3>
/// \throws Error(NotFound), Error(BadInput) when nothing is held out or a file is missing or unreadable, JobStopped
[[nodiscard]] std::vector<HeldOutClip> readHeldOut(const std::filesystem::path& folder, int sampleRateHz,
                                                   std::size_t atMost, const JobContext& context);

}  // namespace musicrl
