// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <cstdint>
#include <filesystem>

namespace musicrl {

struct CorpusConfig {
    std::int64_t clips = 100;
    double clipSeconds = 10.0;
    int sampleRateHz = 16000;
    double heldOutShare = 0.1;             ///< rows flagged is_audioset_eval, compositions of their own
    std::uint64_t seed = 1;
    std::filesystem::path soundFont;       ///< empty: /usr/share/sounds/sf2/FluidR3_GM.sf2
    std::filesystem::path outFolder;       ///< gets audio/<id>.flac and corpus.csv
    int threads = 0;                       ///< 0: all cores
};

/// Renders the corpus; clips that are already there are kept, so an interrupted job goes on where it was.
[[nodiscard]] Job makeCorpusJob(CorpusConfig config);

}  // namespace musicrl
