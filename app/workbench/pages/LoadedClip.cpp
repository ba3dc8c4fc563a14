// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/LoadedClip.h"

#include "audio/AudioFile.h"

namespace musicrl {
namespace {

constexpr int peakBuckets = 1 << 15;      // under a millisecond each in a clip of 30 s: enough for the deepest zoom
constexpr int spectrogramColumns = 2000;  // at most so many over the whole clip

std::shared_ptr<const Spectrogram> spectrogramOf(const Clip& clip) {
    SpectrogramConfig config;
    config.windowSamples = clip.sampleRateHz > 24000 ? 4096 : 2048;
    if (clip.frames() < config.windowSamples) {
        return nullptr;
    }
    const auto fewest = static_cast<int>(clip.frames() / spectrogramColumns);
    config.hopSamples = std::max(config.windowSamples / 8, fewest);
    return std::make_shared<const Spectrogram>(spectrogram(clip, config));
}

}  // namespace

LoadedClip loadClip(const std::filesystem::path& path, int playerRateHz) {
    LoadedClip loaded;
    loaded.path = path;
    loaded.clip = std::make_shared<const Clip>(readAudioFile(path));
    loaded.playable = playableAt(loaded.clip, playerRateHz);
    loaded.peaks = waveformPeaks(*loaded.clip, peakBuckets);
    loaded.spectrogram = spectrogramOf(*loaded.clip);
    loaded.loudness = measureLoudness(*loaded.clip);
    if (std::filesystem::exists(recordPathFor(path))) {
        loaded.record = readClipRecord(path);
        loaded.taste = tasteOf(path);
    }
    const bool isBase =
        loaded.record && loaded.record->recipe.checkpoint.empty();  // nothing to see: it is the reference
    if (!isBase && std::filesystem::exists(tokenTracePath(path))) {
        loaded.tokens = readTokenTrace(tokenTracePath(path));
    }
    return loaded;
}

}  // namespace musicrl
