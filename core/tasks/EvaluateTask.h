// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

struct EvaluateConfig {
    std::filesystem::path runFolder;
    std::filesystem::path prompts;          ///< file; empty: the project's 101 evaluation prompts
    std::int64_t promptCount = 0;           ///< so many of them, taken evenly; 0: all
    std::int64_t clipsPerPrompt = 1;        ///< with seeds of their own, the same for every checkpoint and every run
    std::vector<std::int64_t> steps;        ///< 0 is where the run started; empty: 0 and every checkpoint
    std::filesystem::path preferenceModel;  ///< folder; empty: the run's own, or the model's, where there is one
    std::int64_t batchClips = 8;
    std::uint64_t seed = 1;
    std::string device = "auto";
};

/// Measures a run's checkpoints on prompts that it was not trained on: every reward that the model has a part for,
/// whatever the run was trained on, and the exact KL. The same seeds serve all checkpoints and runs, so that clips of
/// the same prompt can be compared in pairs.
///
/// RUN/evaluation.jsonl grows by a batch at a time, and what it has is not made again; evaluation.csv has the means of
/// each step; evaluation.json the settings. Publishes FileWritten("table") and ResultRow("evaluation") {"step",
/// "clips", and of each value its mean and <value>_se} a step.
///
/// \throws Error on the job's thread: no run, no checkpoint of such a step, an evaluation with other settings
[[nodiscard]] Job makeEvaluateJob(EvaluateConfig config);

/// The project's own 101.
[[nodiscard]] std::filesystem::path evaluationPromptsFile();

}  // namespace musicrl
