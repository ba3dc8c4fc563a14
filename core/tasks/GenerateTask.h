// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "record/ClipNames.h"
#include "record/Prompt.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace musicrl {

struct GenerateConfig {
    std::string model = "demo";        ///< name in the catalogue or a folder
    std::string checkpoint;            ///< folder of a run (its selected checkpoint) or of a checkpoint, whose policy replaces the model's; empty: none
    std::vector<Prompt> prompts;       ///< each with its duration and seed
    std::int64_t count = 1;            ///< clips per prompt, with seeds seed, seed + 1, ...
    double temperature = 0.99;
    std::int64_t fineIterations = 4;
    std::int64_t batchClips = 4;
    bool score = true;                 ///< score each clip and keep it in its record
    std::map<std::string, double> rewardWeights = {{"mulan", 1.0}, {"quality", 1.0}};  ///< of the total, as in a recipe
    std::string preferenceModel;       ///< folder, for the weight "preference"; empty: the model's part preference/
    std::int64_t bestOf = 1;           ///< clips sampled for each that is kept: the one of the highest total
    std::string device = "auto";
    std::filesystem::path outFolder;
    OtherClips others = OtherClips::KeepBoth;  ///< where another clip has a name that one of these would get
};

/// Writes <slug>-<seed>.flac with its record beside it, one FileWritten("clip") each, as they come; clips that are
/// finished when the job is stopped stay. A clip of the same recipe is written anew; what becomes of others is said by
/// GenerateConfig::others, and a refusal comes before the work (see ClipNames).
///
/// With bestOf above 1 the kept clips of a prompt have the candidates seed to seed + bestOf - 1, the next bestOf seeds, and
/// so on; the record names the seed of the one that was kept, so it is made again like any other clip. At the end
/// best-of-<bestOf>.csv tells what the best of 1, 2, ... candidates can be expected to score (see BestOfCurve), also
/// published as FileWritten("table") and ResultRow("best_of").
/// \throws Error on the job's thread: unknown model, empty prompt, duration out of the model's bounds, folder not writable,
///         another clip in the way
[[nodiscard]] Job makeGenerateJob(GenerateConfig config);

}  // namespace musicrl
