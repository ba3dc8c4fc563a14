// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "tasks/bench/InstrumentTraining.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace musicrl {

struct QualityBenchConfig {
    std::string model = "demo";              ///< name in the catalogue or a folder
    std::filesystem::path corpus;            ///< its held-out clips are measured on: the sound font of the training
    std::filesystem::path otherCorpus;       ///< held-out clips of another sound font; empty: none
    std::filesystem::path prompts;           ///< see readEvaluationPrompts; empty: the project's own 101
    std::filesystem::path out;               ///< gets the results as JSON
    std::filesystem::path clipsFolder;       ///< gets the generated clips
    std::filesystem::path classifierFolder;  ///< keeps the instrument classifier from one bench to the next
    std::int64_t clips = 200;                ///< to generate; 0: none, and nothing is measured on them
    double clipSeconds = 10.0;
    double temperature = 0.99;               ///< of their sampling, above 0 and at most 10
    std::int64_t batchClips = 8;
    std::uint64_t seed = 1;  ///< of the clips and of the degradations
    std::string device = "auto";
    InstrumentTraining classifier;
};

/// Measures a model on held-out prompts and clips. Publishes each measure as ResultRow("measure") as it comes, the
/// classifier's test as ResultRow("confusion"), and FileWritten(out, "table") at the end.
///
/// The file: {"format", "created", "program", "model": {"name", "hash"}, "machine", "seeds", "settings", "seconds",
/// "measures": [see tasks/bench/Measure.h]}, written atomically. The tempo of the clips is left to
/// tests/bench/tempo.py, whose tracker owes nothing to this program.
///
/// \throws Error on the job's thread: unknown model, corpus without held-out clips, unreadable prompts, unwritable files
[[nodiscard]] Job makeQualityBenchJob(QualityBenchConfig config);

}  // namespace musicrl
