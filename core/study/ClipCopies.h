// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyPlan.h"

#include <functional>

namespace musicrl {

/// Writes the clips of a plan as \p folder/clips/<handle>.wav, so that nothing but the sound tells them apart: opaque
/// names, no tags, one rate, one number of channels, one sample format (float), one time of writing, the same length
/// for the clips of a prompt (cut where the plan says so, with 20 ms of fade-out on all of them), so files of equal
/// size. Appears whole or not at all; copies of an earlier plan are replaced. \param progress  called with the number
/// of clips written, of how many; what it throws ends the copying \throws Error(NotFound), Error(BadInput) for a source
/// that is gone or no longer the one of the plan, Error(Io)
void copyStudyClips(const StudyPlan& plan, const std::filesystem::path& folder,
                    const std::function<void(std::size_t, std::size_t)>& progress);

/// The file of a clip. \return folder/clips/<handle>.wav
[[nodiscard]] std::filesystem::path copyOf(const std::filesystem::path& folder, const std::string& handle);

}  // namespace musicrl
