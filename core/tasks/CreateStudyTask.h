// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <filesystem>
#include <string>

namespace musicrl {

struct CreateStudyConfig {
    std::filesystem::path design;  ///< TOML, see readStudyDesign
    std::filesystem::path folder;  ///< of the study, such as studies/round-1; see createStudy
    std::string device = "auto";   ///< of models that make their clips here
};

/// Makes a study of a design file. Beyond what readStudyDesign takes, a [[models]] entry may name a "model" (and a
/// "checkpoint") in place of "clips": its clips for the design's prompts are made first, in
/// <folder>/generated/<name>/<hash of the weights>; those that an earlier, stopped call made there are kept.
///
/// Publishes Progress, and at the end ResultRow("study"): {"study", "folder", "name", "plan_hash", "raters":
/// [{"rater", "trials"}]}. \throws Error on the job's thread: as readStudyDesign, createStudy, makeGenerateJob; a model
/// without "prompts"
[[nodiscard]] Job makeCreateStudyJob(CreateStudyConfig config);

}  // namespace musicrl
