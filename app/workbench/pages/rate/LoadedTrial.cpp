// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/LoadedTrial.h"

#include "audio/AudioFile.h"
#include "study/ClipCopies.h"

#include <algorithm>

namespace musicrl {
namespace {

constexpr int peakBuckets = 400;

}  // namespace

LoadedTrial loadTrial(const Trial& trial, int sampleRateHz) {
    LoadedTrial loaded;
    std::vector<ClipPtr> clips;
    for (const TrialClip& clip : trial.clips) {
        requirePlannedCopy(clip);
        clips.push_back(std::make_shared<const Clip>(readAudioFile(clip.file)));
        loaded.spanSeconds = std::max(loaded.spanSeconds, clips.back()->durationSeconds());
        if (trial.showWaveform) {
            loaded.peaks.push_back(waveformPeaks(*clips.back(), peakBuckets));
        }
    }
    loaded.prepared = prepareTrial(clips, std::nullopt, trial.targetLufs, sampleRateHz);
    return loaded;
}

}  // namespace musicrl
