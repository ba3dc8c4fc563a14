// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/Csv.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace musicrl {

/// What a run's policy made of a prompt at one of its checkpoints, measured.
struct EvaluatedClip {
    std::int64_t step = 0;
    std::string policy;  ///< the first 16 digits of its weights' SHA-256; "model": as shipped
    std::string prompt;  ///< id
    std::uint64_t seed = 0;
    /// Raw rewards "mulan" (cosine), "quality" (MOS), "preference" (nats); "kl", "kl_base": exact KL to the run's own
    /// start and to the model as shipped, summed over the clip's tokens, nats.
    std::map<std::string, double> values;
};

/// RUN/evaluation.jsonl: a line a clip.
[[nodiscard]] std::filesystem::path evaluationPath(const std::filesystem::path& runFolder);

/// With a single write(), so that a batch of clips is there or not. \throws Error(Io)
void appendEvaluation(const std::filesystem::path& path, std::span<const EvaluatedClip> clips);

/// By step, and within a step in the order in which the file first names the prompts, which so is the same for all
/// steps; of a clip that was measured again the newest line. Lines that say something else are passed over.
/// \return nothing where there is no file
[[nodiscard]] std::vector<EvaluatedClip> readEvaluation(const std::filesystem::path& path);

/// The values of a step's clips by name, in the order of the clips.
using StepValues = std::map<std::string, std::vector<double>>;

/// By step. \pre  all clips of a step have the same values
[[nodiscard]] std::map<std::int64_t, StepValues> valuesByStep(std::span<const EvaluatedClip> clips);

/// A row a step: step, clips, and of each value its mean and, as <value>_se, the mean's standard error.
[[nodiscard]] CsvTable evaluationTable(std::span<const EvaluatedClip> clips);

}  // namespace musicrl
