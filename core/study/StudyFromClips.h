// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/LibraryClip.h"
#include "study/StudyDesign.h"

#include <span>
#include <string>
#include <vector>

namespace musicrl {

/// A clip that cannot take part, and why in one sentence.
struct UnusableClip {
    std::filesystem::path file;
    std::string reason;
};

/// The models of a study made of single clips.
struct ModelsFromClips {
    std::vector<StudyModel> models;  ///< with "files", in order of their first clip
    std::int64_t prompts = 0;        ///< for which each of them has a clip
    std::vector<UnusableClip> unusable;
};

/// Makes a study's models of clips that somebody chose. Clips of one prompt and seed belong together: a prompt takes
/// part with its lowest seed of which every model has a clip, as one clip a model. All others are named with the
/// reason: no record, the same twice, a model without a clip for it, another seed.
///
/// \param clips  a library's, whose records are read anew
[[nodiscard]] ModelsFromClips modelsFromClips(std::span<const LibraryClip> clips);

}  // namespace musicrl
