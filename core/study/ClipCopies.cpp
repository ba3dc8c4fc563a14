// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/ClipCopies.h"

#include "audio/AudioFile.h"
#include "audio/Resampler.h"
#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Hash.h"
#include "base/Random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

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

void replaceFolder(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::remove_all(to, error);
    fs::rename(from, to, error);
    if (error) {
        throw Error(ErrorKind::Io, "Cannot write " + to.string() + ": " + error.message() + ".");
    }
}

void writeCopies(const StudyPlan& plan, const fs::path& folder,
                 const std::function<void(std::size_t, std::size_t)>& progress) {
    std::error_code ignored;
    const auto now = fs::file_time_type::clock::now();
    std::size_t done = 0;
    for (const auto& [handle, clip] : plan.clips) {
        const fs::path file = folder / (handle + ".wav");
        writeAudioFile(file, copyFor(plan, clip), SampleFormat::Float32);
        fs::last_write_time(file, now, ignored);
        progress(++done, plan.clips.size());
    }
}

}  // namespace

fs::path copyOf(const fs::path& folder, const std::string& handle) {
    return folder / "clips" / (handle + ".wav");
}

void copyStudyClips(const StudyPlan& plan, const fs::path& folder,
                    const std::function<void(std::size_t, std::size_t)>& progress) {
    const fs::path partial = folder / "clips.partial";
    std::error_code ignored;
    fs::remove_all(partial, ignored);
    makeFolder(partial);
    try {
        writeCopies(plan, partial, progress);
    } catch (...) {
        fs::remove_all(partial, ignored);
        throw;
    }
    replaceFolder(partial, folder / "clips");
}

}  // namespace musicrl
