// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "record/Prompt.h"
#include "record/RewardBreakdown.h"
#include "run/RunDirectory.h"

#include <filesystem>
#include <vector>

namespace musicrl {

struct ScoredClip {
    std::filesystem::path file;
    RewardBreakdown scores;
};

/// One prompt before and after fine-tuning, of the same seed.
struct BeforeAfter {
    Prompt prompt;
    ScoredClip base;
    ScoredClip tuned;
};

/// Finds each prompt's clips by their records. \throws Error(NotFound) when a scored clip is missing
[[nodiscard]] std::vector<BeforeAfter> compareFolders(const std::vector<Prompt>& prompts,
                                                     const std::filesystem::path& baseFolder,
                                                     const std::filesystem::path& tunedFolder);

/// CSV: prompt, seed, and base_ and tuned_ of mulan (cosine), quality (MOS) and scores (the mix); the last row has means.
void writeComparisonTable(const std::filesystem::path& file, const std::vector<BeforeAfter>& comparisons);

/// CSV of a run's curves, one line a step: step, kl (nats), the means of mulan, quality and scores over the clips that were
/// learned from, and heldout_… over the sample prompts; empty where a step did not measure one.
void writeCurves(const std::filesystem::path& file, const RunDirectory& run);

/// ResultRow("comparison") {prompt, seed, base, tuned, base_file, tuned_file} each and ResultRow("summary") {base, tuned,
/// gain, clips, seconds}; base and tuned are {mulan, quality, scores}, gain has {mean, standard_error} of the clips'
/// differences for each of the three, the error being null for a single clip.
void publishComparisons(const std::vector<BeforeAfter>& comparisons, double seconds, const JobContext& context);

}  // namespace musicrl
