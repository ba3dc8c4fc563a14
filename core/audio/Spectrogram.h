// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"

#include <vector>

namespace musicrl {

struct SpectrogramConfig {
    int windowSamples = 1024;  ///< Hann
    int hopSamples = 256;
    int mels = 0;              ///< 0: linear bins, windowSamples / 2 + 1 of them; else Slaney mel bands
    double lowHz = 0.0;
    double highHz = 0.0;       ///< 0: half the sample rate
};

/// Power in dB relative to full scale (a full-scale sine in the middle of its bin is 0 dB), floor -120 dB; column-major in
/// time: value(frame, bin) = values[frame * bins + bin].
struct Spectrogram {
    int frames = 0;
    int bins = 0;
    double hopSeconds = 0.0;
    std::vector<float> values;
};

/// \throws Error(BadInput) for a clip shorter than one window or a window that is no power of two
[[nodiscard]] Spectrogram spectrogram(const Clip& clip, const SpectrogramConfig& config);

/// Triangular mel filters, Slaney's scale and area normalisation, as librosa has them.
/// \return [mels * (windowSamples / 2 + 1)] row per mel band
[[nodiscard]] std::vector<float> melFilters(int sampleRateHz, int windowSamples, int mels, double lowHz, double highHz);

}  // namespace musicrl
