// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "record/EvaluationPrompts.h"
#include "tasks/ModelCatalog.h"
#include "tasks/bench/BenchGenerator.h"
#include "tasks/bench/ClipFaults.h"
#include "tasks/bench/Measure.h"

#include <filesystem>
#include <vector>

namespace musicrl {

/// A clip of the bench on disk.
struct BenchClip {
    EvaluationPrompt asked;
    std::filesystem::path file;
    double longestRepeatSeconds = 0.0;
    ClipFaults faults;
};

/// \p clips clips of the prompts in turn, all of one length; when a prompt's turn comes for the n-th time, from 0, its
/// clip has the seed \p seed + n.
[[nodiscard]] std::vector<EvaluationPrompt> promptsInTurn(const std::vector<EvaluationPrompt>& prompts,
                                                          std::int64_t clips, double seconds, std::uint64_t seed);

/// Makes the clips into a folder: a FLAC file each with its recipe, and clips.jsonl with a line each: {"file", "id",
/// "text", "seed", "seconds", "genre", "tempo", "instrument", "model_hash", "longest_repeat_seconds", "silent",
/// "clipped", "stuck"}. Clips of the same model, prompt, seed and length that the folder already holds are kept, so a
/// stopped bench goes on where it was; at the end clips.jsonl lists the clips asked for and no others.
///
/// \param asked  of one duration
/// \throws Error(Io), JobStopped
[[nodiscard]] std::vector<BenchClip> makeBenchClips(const std::vector<EvaluationPrompt>& asked, const ModelInfo& model,
                                                    const BenchGenerator& generator, std::int64_t batchClips,
                                                    const std::filesystem::path& folder, const JobContext& context);

/// "clips/silent", "clips/clipped" and "clips/stuck": shares of the clips.
[[nodiscard]] std::vector<Measure> measureFaults(const std::vector<BenchClip>& clips);

}  // namespace musicrl
