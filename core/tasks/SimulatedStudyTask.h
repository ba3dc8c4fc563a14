// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace musicrl {

struct SimulatedStudyConfig {
    std::filesystem::path folder;       ///< of the study, whose raters must be simulated ones of the panel
    std::string rater;                  ///< this one alone; empty: all of the study's simulated raters
    std::filesystem::path panel;        ///< see readRaterPanel; empty: resources/raters.toml
    std::string model = "demo";         ///< the trained model, whose rewards the raters must not use
    std::filesystem::path impressions;  ///< keeps what was heard, for other ratings of the same clips; empty: none
    std::uint64_t seed = 1;             ///< of the raters' slips
    std::string device = "auto";
};

/// Has simulated raters (programs, no people) answer a study's trials from where each is to the end, blind as people
/// are: they hear the copied clips and read the prompt. Their profiles say that they are simulated.
///
/// A rater of the study is simulated when the panel has one of its name, such as "simulated-4"; every question is
/// answered from that rater's one taste, with slips of its own; of ABX see takesXForA, which stands for how well a
/// person hears a difference only as far as that matters to the rater. A stopped rating goes on where it was.
///
/// Publishes Progress and at the end ResultRow("simulated study"): {"simulated": true, "study", "raters": [{"name",
/// "answered", "count"}]}. \throws Error on the job's thread: no such study, sealed, a rater who is not simulated
/// or as whom a person rates, judges that are the model's own rewards
[[nodiscard]] Job makeSimulatedStudyJob(SimulatedStudyConfig config);

}  // namespace musicrl
