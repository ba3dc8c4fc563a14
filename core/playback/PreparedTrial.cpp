// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/PreparedTrial.h"

#include "audio/Resampler.h"
#include "base/Error.h"
#include "playback/LevelMatch.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

ClipPtr cutTo(const ClipPtr& clip, const TrialSpan& span) {
    const auto frameAt = [&](double seconds) {
        return std::clamp<std::int64_t>(std::llround(seconds * clip->sampleRateHz), 0, clip->frames());
    };
    const std::int64_t begin = frameAt(span.beginSeconds);
    const std::int64_t end = frameAt(span.endSeconds);
    if (begin >= end) {
        throw Error(ErrorKind::BadInput,
                    "A clip of " + std::to_string(clip->durationSeconds()) +
                        " s has nothing in the trial's span: choose a span within all of its clips.");
    }
    if (begin == 0 && end == clip->frames()) {
        return clip;
    }
    const auto at = [&](std::int64_t frame) { return clip->samples.begin() + frame * clip->channels; };
    return std::make_shared<const Clip>(Clip{clip->sampleRateHz, clip->channels, {at(begin), at(end)}});
}

}  // namespace

PlayableClip playableAt(const ClipPtr& clip, int sampleRateHz) {
    if (!clip || clip->sampleRateHz == sampleRateHz) {
        return {clip, clip};
    }
    return {clip, std::make_shared<const Clip>(resample(*clip, sampleRateHz))};
}

bool isAtRate(const PreparedTrial& trial, int sampleRateHz) {
    return std::all_of(trial.clips.begin(), trial.clips.end(), [&](const PlayableClip& clip) {
        return !clip.playable || clip.playable->sampleRateHz == sampleRateHz;
    });
}

PreparedTrial atRate(PreparedTrial trial, int sampleRateHz) {
    for (PlayableClip& clip : trial.clips) {
        clip = playableAt(clip.source, sampleRateHz);
    }
    return trial;
}

PreparedTrial prepareTrial(const std::vector<ClipPtr>& clips, const std::optional<TrialSpan>& span, double wishedLufs,
                           int sampleRateHz) {
    PreparedTrial trial;
    std::vector<Loudness> loudness;
    for (const ClipPtr& clip : clips) {
        const ClipPtr part = span ? cutTo(clip, *span) : clip;
        loudness.push_back(measureLoudness(*part));
        trial.clips.push_back(playableAt(part, sampleRateHz));
    }
    trial.levels = matchLevels(loudness, wishedLufs);
    return trial;
}

}  // namespace musicrl
