// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "tasks/bench/HeldOutClips.h"
#include "tasks/bench/Measure.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// Held-out clips of the corpus that a model was trained on and, where there are any, of another sound font.
struct HeldOutSets {
    std::vector<HeldOutClip> own;
    std::vector<HeldOutClip> other;
};

/// "codec/mel_ratio" and "codec/codes_used": what is left of a sound after coding, on up to 60 whole clips of the other
/// sound font. Without such clips it is measured on the corpus' own, and the note says so.
[[nodiscard]] std::vector<Measure> measureCodecPart(const std::filesystem::path& modelFolder, const HeldOutSets& clips,
                                                    const std::string& device, const JobContext& context);

/// "mulan/top1_of_100" and "mulan/top10_of_100": how often the right caption comes first. A clip's embedding is the
/// mean over its 10 s windows, as in the reward.
[[nodiscard]] std::vector<Measure> measureMulanPart(const std::filesystem::path& modelFolder, const HeldOutSets& clips,
                                                    const std::string& device, const JobContext& context);

/// "quality/spearman": rank correlation of the predicted score with the severity of what was done to a clip, over both
/// sound fonts; ten seconds somewhere in a clip at the severities 0, 0.25, 0.5, 0.75 and 1, up to 60 clips a sound font.
[[nodiscard]] std::vector<Measure> measureQualityPart(const std::filesystem::path& modelFolder,
                                                      const HeldOutSets& clips, std::uint64_t seed,
                                                      const std::string& device, const JobContext& context);

/// "bundle/mib": the size of all files of the model's folder.
[[nodiscard]] Measure measureBundle(const std::filesystem::path& modelFolder);

}  // namespace musicrl
