// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/ClipReading.h"

#include "audio/AudioFile.h"
#include "base/Error.h"
#include "base/Log.h"
#include "run/RunDirectory.h"

#include <algorithm>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr int tablePeaks = 120;  // more than a table's cell has bars

QString textOf(const fs::path& path) { return QString::fromStdString(path.string()); }

bool isClip(const fs::path& path) {
    const std::string extension = path.extension().string();
    const bool audio = extension == ".flac" || extension == ".wav" || extension == ".ogg" || extension == ".mp3";
    return audio && path.filename().string().front() != '.';
}

std::optional<ClipRecord> recordOf(const fs::path& clip) {
    try {
        return readClipRecord(clip);
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace

ClipRow readClipRow(const fs::path& clip) {
    const Clip audio = readAudioFile(clip);
    return {textOf(clip), audio.durationSeconds(), recordOf(clip),
            std::make_shared<const std::vector<Peak>>(waveformPeaks(audio, tablePeaks))};
}

std::vector<ClipRow> readClipFolder(const fs::path& folder, std::size_t atMost) {
    std::vector<std::pair<fs::file_time_type, fs::path>> files;
    std::error_code ignored;
    const auto options = fs::directory_options::skip_permission_denied;
    for (const auto& entry : fs::recursive_directory_iterator(folder, options, ignored)) {
        if (isClip(entry.path()) && entry.is_regular_file(ignored)) {
            files.emplace_back(entry.last_write_time(ignored), entry.path());
        }
    }
    std::sort(files.rbegin(), files.rend());
    files.resize(std::min(files.size(), atMost));
    std::vector<ClipRow> rows;
    for (const auto& [time, path] : files) {
        try {
            rows.push_back(readClipRow(path));
        } catch (const Error& error) {
            logWarning(error.what());
        }
    }
    return rows;
}

std::vector<SampleCell> readSamples(const fs::path& runFolder, const std::map<QString, ClipRow>& known) {
    std::vector<SampleCell> cells;
    for (const SampleClip& sample : listSampleClips(runFolder / "samples")) {
        const auto found = known.find(textOf(sample.file));
        try {
            cells.push_back({sample.step, QString::fromStdString(sample.promptId),
                             found == known.end() ? readClipRow(sample.file) : found->second});
        } catch (const Error& error) {
            logWarning(error.what());
        }
    }
    return cells;
}

}  // namespace musicrl
