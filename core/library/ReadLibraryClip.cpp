// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/ReadLibraryClip.h"

#include "audio/AudioFile.h"
#include "base/Error.h"
#include "base/Log.h"
#include "base/LowerCase.h"
#include "base/UtcTime.h"
#include "record/GeneratorName.h"
#include "run/CheckpointIndex.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr const char* measuresName = "measures.csv";

bool isClip(const fs::path& path) {
    constexpr std::array<std::string_view, 6> endings = {".flac", ".wav", ".ogg", ".mp3", ".aiff", ".aif"};
    const std::string ending = lowerCase(path.extension().string());
    return path.filename().string().front() != '.' &&
           std::find(endings.begin(), endings.end(), ending) != endings.end();
}

void addClipsBelow(const fs::path& folder, std::vector<fs::path>& clips) {
    std::error_code ignored;  // a folder that cannot be read holds no clips for us
    for (auto entry = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, ignored);
         entry != fs::recursive_directory_iterator(); entry.increment(ignored)) {
        if (entry->is_directory(ignored) && entry->path().filename().string().front() == '.') {
            entry.disable_recursion_pending();
        } else if (isClip(entry->path()) && entry->is_regular_file(ignored)) {
            clips.push_back(entry->path());
        }
    }
}

std::optional<std::chrono::system_clock::time_point> writtenAt(const fs::path& path) {
    std::error_code missing;
    const fs::file_time_type time = fs::last_write_time(path, missing);
    if (missing) {
        return std::nullopt;
    }
    return std::chrono::time_point_cast<std::chrono::system_clock::duration>(fs::file_time_type::clock::to_sys(time));
}

std::int64_t writtenNs(const fs::path& path) {
    const auto time = writtenAt(path);
    return time ? std::chrono::duration_cast<std::chrono::nanoseconds>(time->time_since_epoch()).count() : 0;
}

std::optional<ClipRecord> recordOf(const fs::path& file) {
    if (!fs::exists(recordPathFor(file))) {
        return std::nullopt;
    }
    try {
        return readClipRecord(file);
    } catch (const Error& error) {  // one bad record of many is told of and passed over
        logWarning(error.what());
        return std::nullopt;
    }
}

std::optional<double> rawOf(const std::optional<RewardBreakdown>& scores, const std::string& term) {
    const RewardTerm* found = scores ? scores->find(term) : nullptr;
    return found != nullptr ? std::optional(found->raw) : std::nullopt;
}

void fillFromRecord(LibraryClip& clip, const ClipRecord& record, const RunPlace& ownPlace) {
    const RunPlace madeBy = runPlaceOf(record.recipe.checkpoint);
    const RunPlace& place = madeBy.run.empty() ? ownPlace : madeBy;
    clip.title = oneLine(record.recipe.prompt.text);
    clip.model = generatorName(record.recipe, clip.file);
    clip.seed = record.recipe.prompt.seed;
    clip.createdUtc = record.createdUtc;
    clip.mulan = rawOf(record.scores, "mulan");
    clip.mos = rawOf(record.scores, "quality");
    clip.preference = rawOf(record.scores, "preference");
    clip.klNats = rawOf(record.scores, "kl");
    clip.mix = record.scores ? std::optional(record.scores->total) : std::nullopt;
    clip.run = place.run;
    clip.step = place.step;
}

void fillFromMeasures(LibraryClip& clip, const Measures& measures) {
    const auto take = [&](std::optional<double>& value, const char* name) {
        const auto found = measures.find(name);
        if (!value && found != measures.end()) {
            value = found->second;
        }
    };
    take(clip.klNats, "kl");
    take(clip.mulan, "mulan");
    take(clip.mos, "quality");
    take(clip.preference, "preference");
    take(clip.mix, "scores");
}

}  // namespace

std::vector<fs::path> listProjectClips(const fs::path& projectFolder) {
    std::vector<fs::path> clips;
    addClipsBelow(projectFolder / "clips", clips);
    std::error_code ignored;
    for (const auto& run : fs::directory_iterator(projectFolder / "runs", ignored)) {
        for (const Checkpoint& step : listCheckpoints(run.path() / "samples")) {
            addClipsBelow(step.folder, clips);
        }
    }
    return clips;
}

FileStamp stampOf(const fs::path& file) {
    std::error_code missing;
    const std::uintmax_t bytes = fs::file_size(file, missing);
    if (missing) {
        throw Error(ErrorKind::NotFound, file.string() + " is gone.");
    }
    return {static_cast<std::int64_t>(bytes), writtenNs(file),
            std::max(writtenNs(recordPathFor(file)), writtenNs(file.parent_path() / measuresName))};
}

const Measures* ClipReader::measuresOf(const fs::path& file) {
    const fs::path folder = file.parent_path();
    auto known = measures_.find(folder);
    if (known == measures_.end()) {
        known = measures_.emplace(folder, SampleMeasures::read(folder)).first;
    }
    const auto found = known->second.clips().find(file.stem().string());
    return found == known->second.clips().end() ? nullptr : &found->second;
}

LibraryEntry ClipReader::read(const fs::path& file) {
    LibraryEntry entry;
    entry.stamp = stampOf(file);  // first, so that what changes meanwhile is read again
    const AudioFileInfo info = readAudioInfo(file);
    LibraryClip& clip = entry.clip;
    clip.file = file;
    clip.title = file.stem().string();
    clip.createdUtc = utcText(writtenAt(file).value_or(std::chrono::system_clock::time_point()));
    clip.seconds = info.sampleRateHz > 0 ? static_cast<double>(info.frames) / info.sampleRateHz : 0.0;
    const RunPlace place = runPlaceOf(file);
    entry.record = recordOf(file);
    if (entry.record) {
        fillFromRecord(clip, *entry.record, place);
    }
    if (!place.run.empty()) {
        clip.run = place.run;
        clip.step = place.step;
    }
    if (const Measures* measures = measuresOf(file)) {
        fillFromMeasures(clip, *measures);
    }
    return entry;
}

}  // namespace musicrl
