// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "tasks/evaluate/ClipEvaluator.h"

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

struct ClipFolderConfig {
    EvaluatorConfig evaluator;
    std::filesystem::path checkpoint;  ///< whose clips; empty: the model's own
    std::string checkpointName;        ///< for the clips' recipes, so that a folder elsewhere gets equal files
    std::vector<Prompt> prompts;       ///< of one duration, each with its id and seed
    std::filesystem::path folder;      ///< gets <id>.flac and its record with scores
    std::int64_t batchClips = 16;
};

/// Makes the clips that the folder does not have yet, a batch at a time; a batch of which one is missing is made again,
/// so that it is the same with and without an interruption. \throws Error, JobStopped
void makeClipFolder(const ClipFolderConfig& config, const JobContext& context);

[[nodiscard]] std::filesystem::path clipFile(const std::filesystem::path& folder, const Prompt& prompt);

}  // namespace musicrl
