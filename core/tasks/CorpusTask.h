// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "record/MusicCaps.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace musicrl {

/// Which rows of a corpus to render: those of one split are the same, with the same ids, as in the whole.
enum class CorpusSplit { All, Train, HeldOut };

struct CorpusConfig {
    std::int64_t clips = 100;              ///< of both splits together
    double clipSeconds = 30.0;
    int sampleRateHz = 16000;
    double heldOutShare = 0.1;             ///< rows flagged is_audioset_eval, with compositions and captions of their own
    CorpusSplit split = CorpusSplit::All;  ///< the held-out clips alone, with another sound font, measure generalisation
    std::uint64_t seed = 1;
    std::filesystem::path soundFont;       ///< empty: /usr/share/sounds/sf2/FluidR3_GM.sf2
    std::filesystem::path outFolder;       ///< gets audio/<id>.flac and corpus.csv
    int threads = 0;                       ///< 0: all cores
};

/// The rows of corpus.csv that the configuration asks for, without a sound: training first. No held-out row has a caption
/// or the facts of a training row.
[[nodiscard]] std::vector<MusicCapsRow> corpusRows(const CorpusConfig& config, const JobContext& context);

/// Renders the corpus; clips that are already there are kept, so an interrupted job goes on where it was.
[[nodiscard]] Job makeCorpusJob(CorpusConfig config);

}  // namespace musicrl
