// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"

#include <cstdint>
#include <vector>

namespace musicrl {

/// Ways in which sound goes bad. Severity 0 leaves the clip as it is, 1 is as bad as this kind gets; in between the
/// damage grows with severity, and the same seed puts it in the same places.
enum class Degradation {
    Noise,     ///< white or pink, 45 dB below the music down to 3 dB
    LowPass,   ///< 48 dB per octave, zero phase, from half the sample rate down to 500 Hz
    Clipping,  ///< none to 85 % of the samples at the limit
    BitDepth,  ///< 11 bits down to 2, no dither
    Dropouts,  ///< more and longer gaps, none to about 40 % of the time
    Hum,       ///< 50 or 60 Hz with overtones, 40 dB below the music to 5 dB above it
    BandLoss,  ///< all but the strongest bins of each frame removed, down to 2 %: what starved MP3 coders do
    Smear,     ///< blurred magnitudes and shaken phases: what starved neural codecs do
    Silences,  ///< whole passages missing, none to 85 % of the time, with hard or soft edges
};

inline constexpr int degradationKinds = 9;

/// One link of a chain.
struct DegradationStep {
    Degradation kind = Degradation::Noise;
    double severity = 0.0;
};

/// One main kind near the severity asked for and up to two others well below it; which ones depends on the seed alone.
/// In the order in which such damage happens: band loss before clipping before noise before dropouts.
[[nodiscard]] std::vector<DegradationStep> degradationChain(double severity, std::uint64_t seed);

/// A single kind, at the clip's own loudness (RMS) unless its peak would leave [-1, 1].
/// \throws Error(BadInput) unless severity is in [0, 1]
[[nodiscard]] Clip degradeBy(Degradation kind, const Clip& clip, double severity, std::uint64_t seed);

/// The whole seeded chain. Length, rate, channels and loudness stay; severity 0 returns an equal clip.
/// \throws Error(BadInput) unless severity is in [0, 1]
[[nodiscard]] Clip degrade(const Clip& clip, double severity, std::uint64_t seed);

/// The mean opinion score that a severity stands for: 5 (nothing wrong) to 1.
[[nodiscard]] constexpr double mosOfSeverity(double severity) { return 5.0 - 4.0 * severity; }

}  // namespace musicrl
