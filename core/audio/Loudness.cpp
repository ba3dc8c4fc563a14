// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/Loudness.h"

#include "base/Error.h"

#include <algorithm>
#include <cmath>
#include <ebur128.h>
#include <memory>

namespace musicrl {
namespace {

struct StateCloser {
    void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};

double truePeakDbtp(ebur128_state* state, int channels) {
    double highest = 0.0;
    for (int channel = 0; channel < channels; ++channel) {
        double peak = 0.0;
        ebur128_true_peak(state, static_cast<unsigned>(channel), &peak);
        highest = std::max(highest, peak);
    }
    return highest > 0.0 ? std::max(-200.0, 20.0 * std::log10(highest)) : -200.0;
}

}  // namespace

Loudness measureLoudness(const Clip& clip) {
    const std::unique_ptr<ebur128_state, StateCloser> state(ebur128_init(static_cast<unsigned>(clip.channels),
                                                                         static_cast<unsigned long>(clip.sampleRateHz),
                                                                         EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK));
    if (!state) {
        throw Error(ErrorKind::BadInput, "The loudness of a clip with " + std::to_string(clip.channels) + " channels at " +
                                             std::to_string(clip.sampleRateHz) + " Hz cannot be measured.");
    }
    if (clip.channels == 1) {
        ebur128_set_channel(state.get(), 0, EBUR128_DUAL_MONO);
    }
    ebur128_add_frames_float(state.get(), clip.samples.data(), static_cast<std::size_t>(clip.frames()));
    Loudness result;
    double integrated = -HUGE_VAL;
    if (ebur128_loudness_global(state.get(), &integrated) == EBUR128_SUCCESS && std::isfinite(integrated)) {
        result.integratedLufs = integrated;
    }
    result.truePeakDbtp = truePeakDbtp(state.get(), clip.channels);
    return result;
}

}  // namespace musicrl
