// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"

namespace musicrl {

/// What can be measured of a clip's sound without any learned model, on its mean channel at 16 kHz.
///
/// A clip without a frame above -60 dBFS, or shorter than a quarter of a second, has the defaults.
struct SoundMeasures {
    double loudnessLufs = -70.0;   ///< integrated, EBU R 128; never below -70
    double brightness = -4.0;      ///< spectral centroid in octaves above 1 kHz
    double onsetsPerSecond = 0.0;  ///< peaks of the spectral flux
    double pulse = 0.0;            ///< 0 to 1: highest autocorrelation of the flux at 0.25 to 1.2 s, a steady beat
    double dynamicsDb = 0.0;       ///< 95th less 10th percentile of the level of frames that are not silent
    double silence = 1.0;          ///< share of frames below -60 dBFS
    double harmonicity = 0.0;      ///< 0 to 1: how periodic the frames are at 50 to 1000 Hz, by their power
    double hissDb = -60.0;         ///< noise floor above 2 kHz (geometric mean of its bins) to the whole, -60 to 0
    double movement = 0.0;         ///< 0 to 1: mean cosine distance of the chroma of successive half seconds

    [[nodiscard]] bool operator==(const SoundMeasures&) const = default;
};

/// \throws Error(BadInput) for a clip without samples
[[nodiscard]] SoundMeasures measureSound(const Clip& clip);

}  // namespace musicrl
