// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "job/JobContext.h"

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// The parts of a model in the order in which they can be trained: codec, mulan, quality, semantic, language, fine.
[[nodiscard]] const std::vector<std::string>& pretrainParts();

struct PretrainConfig {
    std::filesystem::path corpusFolder;  ///< audio files and corpus.csv in MusicCaps' columns
    std::filesystem::path modelFolder;   ///< gets <part>/config.json and model.safetensors
    std::filesystem::path workFolder;    ///< checkpoints and metrics, <part>/ each
    std::vector<std::string> parts;      ///< empty: all
    std::filesystem::path settings;      ///< TOML with one table per part; empty: resources/recipes/pretrain-demo.toml
    std::uint64_t seed = 1;
    std::string device = "auto";
};

/// Trains part after part; a part with a finished model is kept, one with a checkpoint goes on from it.
[[nodiscard]] Job makePretrainJob(PretrainConfig config);

}  // namespace musicrl
