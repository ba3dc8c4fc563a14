// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"

namespace musicrl {

/// Something steady to set the volume by. Mono, and its end goes over into its start, so that it can be looped.
enum class ReferenceTone {
    PinkNoise,  ///< equal power in every octave from 20 Hz to 20 kHz: sounds about as loud as music of that loudness
    OneKilohertz
};

/// Ten seconds of it. Equal arguments give equal samples.
///
/// \param lufs  integrated loudness (EBU R 128), heard from both sides; pink noise peaks some 12 dB above
/// \throws Error(BadInput) above -14 LUFS, where it could clip, or for a rate outside 8 to 384 kHz
[[nodiscard]] Clip makeReferenceTone(ReferenceTone tone, double lufs, int sampleRateHz);

}  // namespace musicrl
