// SPDX-License-Identifier: GPL-3.0-or-later
#include "reward/ScoringWindows.h"

#include "audio/AudioFile.h"
#include "audio/Resampler.h"
#include "base/Error.h"

#include <algorithm>
#include <cmath>

namespace musicrl {

std::vector<FrameSpan> consecutiveWindows(std::int64_t frames, std::int64_t window) {
    std::vector<FrameSpan> spans;
    for (std::int64_t begin = 0; begin + window <= frames; begin += window) {
        spans.push_back({begin, begin + window});
    }
    if (spans.empty() || spans.back().end < frames) {
        spans.push_back({std::max<std::int64_t>(0, frames - window), frames});
    }
    return spans;
}

std::vector<FrameSpan> firstAndLastWindow(std::int64_t frames, std::int64_t window) {
    if (frames <= window) {
        return {{0, frames}};
    }
    return {{0, window}, {frames - window, frames}};
}

Clip preparedForScoring(const ClipPtr& clip, int sampleRateHz) {
    if (clip == nullptr || clip->frames() == 0) {
        throw Error(ErrorKind::BadInput, "A clip without samples cannot be scored.");
    }
    if (!std::all_of(clip->samples.begin(), clip->samples.end(), [](float sample) { return std::isfinite(sample); })) {
        throw Error(ErrorKind::BadInput, "A clip with samples that are no finite numbers cannot be scored.");
    }
    return resample(toMono(*clip), sampleRateHz);
}

void expectFiniteScore(double value, const std::string& term, std::size_t clipIndex) {
    if (!std::isfinite(value)) {
        throw Error(ErrorKind::Internal, "The " + term + " score of clip " + std::to_string(clipIndex + 1) +
                                             " is not a finite number: the model's weights may be damaged.");
    }
}

}  // namespace musicrl
