// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "rl/Rollout.h"

#include <torch/torch.h>

#include <vector>

namespace musicrl {

/// What tells that a clip earns its reward by something else than music: by being loud, silent, short or stuck.
struct ClipMeasures {
    double levelDb = -100.0;       ///< root mean square, dBFS; never below -100
    double silence = 1.0;          ///< share of frames of 50 ms below -60 dBFS
    double soundingSeconds = 0.0;  ///< to the end of the last frame that is not silent
    double repetition = 0.0;       ///< share of the runs of four codes of the codec's first level that were there before
};

/// \param codes  [K, T] int64; undefined: no repetition is measured
[[nodiscard]] ClipMeasures measureClip(const Clip& clip, const torch::Tensor& codes);

/// Means over a step's clips: rollouts/level_db, rollouts/silence, rollouts/sounding_seconds and rollouts/repetition; empty
/// without clips.
[[nodiscard]] Json clipMetrics(const RolloutBatch& rollouts);

}  // namespace musicrl
