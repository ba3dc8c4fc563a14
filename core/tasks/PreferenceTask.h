// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace musicrl {

struct PreferenceTrainConfig {
    std::filesystem::path pairs;       ///< see readPreferencePairs
    std::string rater;                 ///< only this rater's pairs; empty: everybody's
    bool openVotesToo = false;         ///< also votes that were not given blind, as on the Listen page
    std::string model = "demo";        ///< whose language model it starts from, and whose parts make the tokens
    std::filesystem::path out;         ///< the preference folder that is written
    std::filesystem::path tokenCache;  ///< keeps the clips' tokens from one training to the next; empty: none
    /// Keeps the newest epoch until the end; where it is there, the same training goes on after that. Empty: none
    std::filesystem::path stateFile;
    bool dropText = false;      ///< ablation: every caption is read as "music"
    double crop = 1.0;          ///< ablation: only this first share of each clip is heard
    bool fromScratch = false;   ///< ablation: fresh weights in place of the language model's
    double heldOutShare = 0.1;  ///< of the prompts
    std::int64_t epochs = 6;
    std::int64_t batchPairs = 16;
    double learningRate = 1e-4;
    std::uint64_t seed = 1;
    std::string device = "auto";
};

/// Fits a preference model to pairs (Bradley-Terry) and keeps the epoch with the lowest loss on held-out prompts.
///
/// The folder: config.json and model.safetensors, written anew at every best epoch, so that a stop leaves the best so
/// far; split.json with the prompts of each side; metrics.jsonl with a row an epoch; training.json with everything
/// below.
///
/// Publishes a MetricRow an epoch ("train/loss", "train/accuracy", "heldout/loss", "heldout/accuracy", "heldout/ece"),
/// FileWritten("checkpoint"), and at the end ResultRow("preference"): {"pairs": counts, "settings", "epochs":
/// [metrics], "best_epoch", "heldout": see PairMeasures, "baselines": {"mulan" and "quality", where the model has the
/// part: accuracy}}. The last two are of the folder as it was written, judged on held-out pairs through the very
/// rewards that fine-tuning uses.
///
/// \throws Error on the job's thread: unusable pairs or clips, fewer than two prompts, a folder that already holds one
[[nodiscard]] Job makePreferenceTrainJob(PreferenceTrainConfig config);

struct PreferenceEvaluateConfig {
    std::filesystem::path pairs;
    std::string rater;                 ///< empty: everybody's
    bool openVotesToo = false;         ///< also votes that were not given blind
    std::filesystem::path preference;  ///< what a training wrote
    std::string model = "demo";        ///< whose parts make the tokens: the one it was trained with
    bool trainedPromptsToo = false;    ///< also pairs whose prompts it was trained on
    std::string device = "auto";
};

/// Measures a preference model, and MuLan and quality beside it, on pairs whose prompts it was not trained on.
/// Publishes ResultRow("preference"): {"pairs": counts, "heldout", "baselines"}, as above. \throws Error on the job's
/// thread: unusable pairs or clips, no pair of other prompts than the trained ones
[[nodiscard]] Job makePreferenceEvaluateJob(PreferenceEvaluateConfig config);

}  // namespace musicrl
