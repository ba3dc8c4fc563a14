// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/ClipCopies.h"

#include "audio/AudioFile.h"
#include "audio/Resampler.h"
#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Hash.h"
#include "base/Random.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <numbers>
#include <unistd.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

Clip withChannels(const Clip& clip, int channels) {
    if (clip.channels == channels) {
        return clip;
    }
    Clip wider{clip.sampleRateHz, channels, {}};
    wider.samples.reserve(static_cast<std::size_t>(clip.frames() * channels));
    for (std::int64_t frame = 0; frame < clip.frames(); ++frame) {
        for (int channel = 0; channel < channels; ++channel) {
            wider.samples.push_back(
                clip.samples[static_cast<std::size_t>(frame * clip.channels + channel % clip.channels)]);
        }
    }
    return wider;
}

void cutTo(Clip& clip, double seconds) {
    constexpr double rounding = 1e-6;  // a whole number of frames, as seconds and back
    const auto frames = static_cast<std::int64_t>(std::floor(seconds * clip.sampleRateHz + rounding));
    clip.samples.resize(static_cast<std::size_t>(std::max<std::int64_t>(1, frames) * clip.channels), 0.0F);
}

/// Raised cosine.
void fadeOut(Clip& clip, double seconds) {
    const std::int64_t length = std::min(clip.frames(), static_cast<std::int64_t>(seconds * clip.sampleRateHz));
    for (std::int64_t i = 0; i < length; ++i) {
        const double gain =
            0.5 + 0.5 * std::cos(std::numbers::pi * static_cast<double>(i + 1) / static_cast<double>(length));
        for (int channel = 0; channel < clip.channels; ++channel) {
            clip.samples[static_cast<std::size_t>((clip.frames() - length + i) * clip.channels + channel)] *=
                static_cast<float>(gain);
        }
    }
}

/// White noise as strong as the sound itself, at least as strong as -30 dBFS.
void addNoise(Clip& clip, std::uint64_t seed) {
    double power = 0.0;
    for (const float sample : clip.samples) {
        power += static_cast<double>(sample) * static_cast<double>(sample);
    }
    const double level = std::max(std::sqrt(power / static_cast<double>(clip.samples.size())), 0.0316);
    Random random(seed);
    for (float& sample : clip.samples) {
        sample = static_cast<float>(0.5 * (static_cast<double>(sample) + level * random.normal()));
    }
}

Clip copyFor(const StudyPlan& plan, const StudyClip& clip) {
    constexpr double fadeSeconds = 0.02;
    if (sha256OfFile(clip.source) != clip.sha256) {
        throw Error(ErrorKind::BadInput,
                    clip.source.string() + " has changed since the study was planned: plan it again.");
    }
    Clip copy = withChannels(resample(readAudioFile(clip.source), plan.sampleRateHz), plan.channels);
    if (clip.noisy) {
        addNoise(copy, deriveSeed(plan.design.seed, "noise " + clip.handle));
    }
    cutTo(copy, clip.seconds);
    if (clip.cut) {
        fadeOut(copy, fadeSeconds);
    }
    return copy;
}

[[noreturn]] void cannotWrite(const fs::path& path, const std::string& reason) {
    throw Error(ErrorKind::Io, "Cannot write " + path.string() + ": " + reason + ".");
}

void move(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error) {
        cannotWrite(to, error.message());
    }
}

/// What was renamed in a folder outlasts a power cut.
void flushFolder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int result = descriptor < 0 ? -1 : ::fsync(descriptor);
    const int code = errno;
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    if (result != 0 && code != EINVAL && code != EROFS) {  // as some file systems cannot flush a folder
        cannotWrite(folder, std::strerror(code));
    }
}

fs::path partialIn(const fs::path& folder) {
    return folder / "clips.partial";
}

fs::path replacedIn(const fs::path& folder) {
    return folder / "clips.replaced";
}

/// With the hash of each in the plan.
void writeCopies(StudyPlan& plan, const fs::path& folder,
                 const std::function<void(std::size_t, std::size_t)>& progress) {
    std::error_code ignored;
    const auto now = fs::file_time_type::clock::now();
    std::size_t done = 0;
    for (auto& [handle, clip] : plan.clips) {
        const fs::path file = folder / (handle + ".wav");
        writeAudioFile(file, copyFor(plan, clip), SampleFormat::Float32);
        clip.copySha256 = sha256OfFile(file);
        fs::last_write_time(file, now, ignored);
        progress(++done, plan.clips.size());
    }
}

}  // namespace

fs::path copyOf(const fs::path& folder, const std::string& handle) {
    return folder / "clips" / (handle + ".wav");
}

StagedClips::StagedClips(StudyPlan plan, fs::path folder, const std::function<void(std::size_t, std::size_t)>& progress)
    : plan_(std::move(plan)), folder_(std::move(folder)), lock_(folder_) {
    const fs::path partial = partialIn(folder_);
    std::error_code ignored;
    fs::remove_all(partial, ignored);
    makeFolder(partial);
    try {
        writeCopies(plan_, partial, progress);
        flushFolder(partial);
    } catch (...) {
        fs::remove_all(partial, ignored);
        throw;
    }
}

StagedClips::~StagedClips() {
    if (!kept_) {
        giveBack();
    }
}

void StagedClips::takePlace() {
    const fs::path clips = folder_ / "clips";
    std::error_code ignored;
    replacedAnEarlierCutOff_ = fs::exists(replacedIn(folder_), ignored);
    tookPlace_ = true;
    if (replacedAnEarlierCutOff_) {  // stays, as the mark of what is not done yet
        fs::remove_all(clips, ignored);
    } else if (fs::exists(clips, ignored)) {
        move(clips, replacedIn(folder_));
    }
    move(partialIn(folder_), clips);
    flushFolder(folder_);
}

void StagedClips::keep() {
    kept_ = true;
    std::error_code ignored;
    fs::remove_all(replacedIn(folder_), ignored);
}

void StagedClips::giveBack() noexcept {
    std::error_code ignored;
    fs::remove_all(partialIn(folder_), ignored);
    if (tookPlace_ && !replacedAnEarlierCutOff_ && fs::exists(replacedIn(folder_), ignored)) {
        fs::remove_all(folder_ / "clips", ignored);
        fs::rename(replacedIn(folder_), folder_ / "clips", ignored);
    }
}

StudyPlan copyStudyClips(StudyPlan plan, const fs::path& folder,
                         const std::function<void(std::size_t, std::size_t)>& progress) {
    StagedClips clips(std::move(plan), folder, progress);
    clips.takePlace();
    clips.keep();
    return clips.plan();
}

void requirePlannedCopy(const TrialClip& clip) {
    if (!clip.sha256.empty() && sha256OfFile(clip.file) != clip.sha256) {
        throw Error(ErrorKind::BadInput, "The clip " + clip.file.string() +
                                             " is not the one that the study was planned with: put the study's folder "
                                             "back from a copy, or create the study anew.");
    }
}

void refuseHalfReplacedClips(const fs::path& folder) {
    std::error_code ignored;
    if (fs::exists(replacedIn(folder), ignored)) {
        throw Error(ErrorKind::BadInput, "The clips of the study in " + folder.string() +
                                             " are being replaced, or that was cut off: create it again.");
    }
}

}  // namespace musicrl
