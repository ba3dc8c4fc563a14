// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/bench/HeldOutClips.h"

#include "audio/AudioFile.h"
#include "audio/Resampler.h"
#include "base/Error.h"

#include <algorithm>

namespace musicrl {
namespace {

std::filesystem::path audioFileOf(const std::filesystem::path& folder, const std::string& id) {
    for (const char* extension : {".flac", ".wav", ".ogg", ".mp3"}) {
        const std::filesystem::path candidate = folder / "audio" / (id + extension);
        if (std::filesystem::exists(candidate)) {
            return candidate;
        }
    }
    throw Error(ErrorKind::NotFound,
                "The corpus " + folder.string() + " has no audio/" + id + ".flac, .wav, .ogg or .mp3.");
}

std::vector<MusicCapsRow> heldOutRows(const std::filesystem::path& folder) {
    const std::vector<MusicCapsRow> rows = readMusicCaps(folder / "corpus.csv");
    const bool flagged =
        std::any_of(rows.begin(), rows.end(), [](const MusicCapsRow& row) { return row.audiosetEval; });
    std::vector<MusicCapsRow> heldOut;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (flagged ? rows[i].audiosetEval : i % 10 == 9) {
            heldOut.push_back(rows[i]);
        }
    }
    if (heldOut.empty()) {
        throw Error(ErrorKind::BadInput, "The corpus " + folder.string() +
                                             " has no held-out clips: none is flagged "
                                             "is_audioset_eval, and there are fewer than ten.");
    }
    return heldOut;
}

}  // namespace

std::vector<HeldOutClip> readHeldOut(const std::filesystem::path& folder, int sampleRateHz, std::size_t atMost,
                                     const JobContext& context) {
    std::vector<MusicCapsRow> rows = heldOutRows(folder);
    rows.resize(std::min(rows.size(), atMost));
    std::vector<HeldOutClip> clips;
    for (MusicCapsRow& row : rows) {
        context.throwIfStopped();
        context.publish(Progress{static_cast<std::int64_t>(clips.size()), static_cast<std::int64_t>(rows.size()),
                                 "reading held-out clips"});
        Clip clip = resample(toMono(readAudioFile(audioFileOf(folder, row.id))), sampleRateHz);
        clips.push_back({std::move(row), std::make_shared<const Clip>(std::move(clip))});
    }
    return clips;
}

}  // namespace musicrl
