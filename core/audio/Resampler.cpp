// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/Resampler.h"

#include "base/Error.h"

#include <cmath>
#include <soxr.h>
#include <string>

namespace musicrl {

Clip resample(const Clip& clip, int sampleRateHz) {
    for (const int rate : {clip.sampleRateHz, sampleRateHz}) {
        if (rate < 1000 || rate > 384000) {
            throw Error(ErrorKind::BadInput, "A sample rate of " + std::to_string(rate) +
                                                 " Hz cannot be resampled: it must be from 1000 to 384000 Hz.");
        }
    }
    if (clip.sampleRateHz == sampleRateHz || clip.samples.empty()) {
        return Clip{sampleRateHz, clip.channels, clip.samples};
    }
    const double ratio = static_cast<double>(sampleRateHz) / clip.sampleRateHz;
    const auto frames = static_cast<std::size_t>(std::llround(static_cast<double>(clip.frames()) * ratio));
    // Zeros where soxr yields a frame less than the length that the ratio asks for.
    Clip result{sampleRateHz, clip.channels, std::vector<float>(frames * static_cast<std::size_t>(clip.channels), 0.0F)};
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    std::size_t produced = 0;
    const soxr_error_t fault = soxr_oneshot(clip.sampleRateHz, sampleRateHz, static_cast<unsigned>(clip.channels),
                                            clip.samples.data(), static_cast<std::size_t>(clip.frames()), nullptr,
                                            result.samples.data(), frames, &produced, nullptr, &quality, nullptr);
    if (fault != nullptr) {
        throw Error(ErrorKind::Internal, std::string("Resampling failed: ") + soxr_strerror(fault) + ".");
    }
    return result;
}

}  // namespace musicrl
