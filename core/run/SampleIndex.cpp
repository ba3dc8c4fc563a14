// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/SampleIndex.h"

#include "base/Error.h"
#include "run/CheckpointIndex.h"

#include <algorithm>

namespace musicrl {
namespace {

std::optional<ClipRecord> recordOf(const std::filesystem::path& clip) {
    try {
        return readClipRecord(clip);
    } catch (const Error&) {
        return std::nullopt;  // a clip without its record still plays
    }
}

bool isFinishedClip(const std::filesystem::path& path) {
    const std::string extension = path.extension().string();
    return path.filename().string().front() != '.' && (extension == ".flac" || extension == ".wav" || extension == ".ogg");
}

}  // namespace

std::vector<SampleClip> listSampleClips(const std::filesystem::path& folder) {
    std::vector<SampleClip> clips;
    for (const Checkpoint& step : listCheckpoints(folder)) {
        const std::size_t first = clips.size();
        std::error_code ignored;
        for (const auto& entry : std::filesystem::directory_iterator(step.folder, ignored)) {
            if (isFinishedClip(entry.path())) {
                clips.push_back({step.step, entry.path().stem().string(), entry.path(), recordOf(entry.path())});
            }
        }
        std::sort(clips.begin() + static_cast<std::ptrdiff_t>(first), clips.end(),
                  [](const SampleClip& a, const SampleClip& b) { return a.promptId < b.promptId; });
    }
    return clips;
}

}  // namespace musicrl
