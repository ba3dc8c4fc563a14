// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/StoredClip.h"

#include "audio/AudioFile.h"
#include "base/Hash.h"
#include "base/UtcTime.h"

namespace musicrl {

void storeClip(const std::filesystem::path& file, const Clip& clip, const ClipRecipe& recipe,
               const std::optional<RewardBreakdown>& scores) {
    writeAudioFile(file, clip, SampleFormat::Pcm16, toJson(recipe).dump());
    try {
        writeClipRecord(file, {.recipe = recipe, .createdUtc = utcNow(), .sha256 = sha256OfFile(file), .scores = scores});
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
        throw;
    }
}

}  // namespace musicrl
