// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "music/AudioCodec.h"
#include "pretrain/TrainingCorpus.h"

#include <torch/torch.h>
#include <vector>

namespace musicrl {

/// How much of the sound a codec keeps.
struct CodecFigures {
    double melDistance = 0.0;         ///< mean absolute difference of log-mel power, nepers
    double lowPassMelDistance = 0.0;  ///< the same for a copy without anything above 2 kHz
    double snrDb = 0.0;
    std::vector<double> codesUsed;  ///< per level, the share of its codebook that occurs at least once

    /// Below 1: nearer to the input than the low-passed copy.
    [[nodiscard]] double melRatio() const;
};

/// Codes and decodes the clips, four at a time.
///
/// \param waves  [B, N] float on the CPU, at the codec's rate, B and N above 0
[[nodiscard]] CodecFigures measureCodec(const AudioCodec& codec, const torch::Tensor& waves);

/// The figures of the first 4 s of 16 held-out clips as metrics: heldout/mel_distance, the same for the low-passed copy
/// (heldout/mel_distance_lowpass), heldout/mel_ratio of the two, heldout/snr_db and heldout/codes_used_<level>, the share
/// of each codebook in use. Empty without held-out clips.
[[nodiscard]] Json heldOutCodecMetrics(const AudioCodec& codec, const TrainingCorpus& corpus);

}  // namespace musicrl
