// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyDesign.h"

#include <string>
#include <vector>

namespace musicrl {

/// A clip of a study with everything that is hidden from raters.
struct StudyClip {
    std::string handle;  ///< opaque: the name of its copy, clips/<handle>.wav
    std::string model;   ///< name in the design; "gold" for clips of gold pairs
    std::string prompt;  ///< text
    std::uint64_t seed = 0;
    std::filesystem::path source;
    std::string sha256;      ///< of the source
    int sampleRateHz = 0;    ///< of the source
    int channels = 1;        ///< of the source
    double seconds = 0.0;    ///< of the copy: cut to the prompt's shortest clip unless the design says otherwise
    bool cut = false;        ///< whether anything of this prompt's clips was cut (then all of them fade out, alike)
    std::string copySha256;  ///< of the file that raters hear; empty until it is copied, and in old studies
    bool noisy = false;      ///< the copy is under loud noise: the worse clip of a gold pair made here
};

/// Finds the clips of a design's models: those with a record beside them that names the prompt, of the prompts that
/// every model has (and that the design's prompt file names, where there is one). One clip a model and prompt: of the
/// lowest seed that all models share, else of each one's lowest. After them the files of gold pairs, better and worse
/// in turn, as model "gold". Handles and common lengths are left to the plan. \throws Error(NotFound), Error(BadInput)
/// for folders without clips, clips that cannot be read, no prompt in common
[[nodiscard]] std::vector<StudyClip> findStudyClips(const StudyDesign& design);

}  // namespace musicrl
