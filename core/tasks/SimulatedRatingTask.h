// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// Two clips of one prompt that are to be compared.
struct ClipsToCompare {
    std::string prompt;
    std::filesystem::path a;
    std::filesystem::path b;
    std::string generatorA;  ///< what made them, such as "base" or a run's name; goes into the pair
    std::string generatorB;
};

struct SimulatedRatingConfig {
    std::vector<ClipsToCompare> pairs;
    std::filesystem::path panel;        ///< see readRaterPanel; empty: resources/raters.toml
    std::string group = "train";        ///< "train": votes to learn from; "test": votes that only measure
    std::int64_t ratersPerPair = 0;     ///< 0: the whole group; else so many of it, pair by pair in turn
    std::string model = "demo";         ///< the trained model, whose rewards the raters must not use
    std::filesystem::path out;          ///< preference pairs (JSON lines); votes that it already holds are kept
    std::filesystem::path impressions;  ///< keeps what was heard, for other ratings of the same clips; empty: none
    std::uint64_t seed = 1;             ///< of the raters' slips
    std::string device = "auto";
};

/// Has the simulated raters of a group judge pairs of clips, and writes their votes: label and points (rating_a,
/// rating_b: 1 to 5), source "simulated", study "simulated-<group>", rater "simulated-…".
///
/// A vote's id is made of prompt, clips, generators, rater and seed; one that \c out already holds is not made again,
/// so a stopped rating goes on where it was. Votes do not depend on the order of the pairs (with ratersPerPair, only on
/// whom they fall to).
///
/// Publishes Progress, FileWritten("pairs") and at the end ResultRow("simulated rating"): {"group", "votes", "raters":
/// [{"name", "votes", "a", "b", "tie", "aspects": {aspect: see AspectShares; of the votes whose clips were heard now or
/// kept}}], "agreement": [{"first", "second", "pairs", "decisive", "agreement"}]}. \throws Error on the job's thread:
/// unusable clips or panel, judges that are the model's own rewards, no pairs
[[nodiscard]] Job makeSimulatedRatingJob(SimulatedRatingConfig config);

/// Pairs of clips of the same prompt, read from the records beside them. One folder: each two clips of a prompt. More:
/// each two clips of a prompt from different folders, and equal seed where both have some clip of that seed.
/// \param folders  with .flac or .wav clips and their records, as "musicrl generate" and runs write them
/// \param names    generators, one a folder; empty: the folders' own names
/// \throws Error(NotFound), Error(BadInput) for a folder without clips, folders of one name, or nothing to compare
[[nodiscard]] std::vector<ClipsToCompare> clipsToCompare(const std::vector<std::filesystem::path>& folders,
                                                         const std::vector<std::string>& names);

}  // namespace musicrl
