// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/PairClips.h"

#include "audio/AudioFile.h"
#include "base/Error.h"
#include "base/Hash.h"

#include <optional>

namespace musicrl {

std::string identityOf(const ComparedClip& clip, const std::string& pairId) {
    if (!std::filesystem::is_regular_file(clip.file)) {
        throw Error(ErrorKind::NotFound, "The clip " + clip.file.string() + " of the pair " + pairId +
                                             " does not exist: put it there, or take the pair out of its file.");
    }
    const std::string hash = sha256OfFile(clip.file);
    if (!clip.sha256.empty() && clip.sha256 != hash) {
        throw Error(ErrorKind::BadInput,
                    "The clip " + clip.file.string() + " of the pair " + pairId +
                        " is not the one that was judged, as its SHA-256 tells: put that one back, "
                        "or take the pair out of its file.");
    }
    return clip.span
               ? hash + ":" + std::to_string(clip.span->startSeconds) + "-" + std::to_string(clip.span->endSeconds)
               : hash;
}

ClipPtr readComparedClip(const ComparedClip& clip, const std::string& pairId) {
    (void)identityOf(clip, pairId);
    const ClipSpan span = clip.span.value_or(ClipSpan{});
    const auto seconds = clip.span ? std::optional(span.endSeconds - span.startSeconds) : std::nullopt;
    return std::make_shared<const Clip>(readAudioFile(clip.file, span.startSeconds, seconds));
}

}  // namespace musicrl
