// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/AudioFile.h"
#include "audio/SoundFile.h"
#include "base/Error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string_view>
#include <vector>

namespace musicrl {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& reason) {
    throw Error(ErrorKind::BadInput, path.string() + " " + reason);
}

std::uint32_t littleEndian(const std::array<char, 8>& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[at + i])) << (8U * i);
    }
    return value;
}

/// Whether a RIFF file ends before its data chunk does. libsndfile repairs that silently, so the chunks are walked here.
bool endsInsideWavData(const std::filesystem::path& path) {
    constexpr std::uint32_t unknownLength = 0xFFFFFFFFU;  // of a stream written through a pipe
    std::ifstream file(path, std::ios::binary);
    std::array<char, 8> head{};
    std::error_code ignored;
    const std::uintmax_t size = std::filesystem::file_size(path, ignored);
    if (!file.read(head.data(), 8) || std::string_view(head.data(), 4) != "RIFF") {
        return false;
    }
    std::uintmax_t at = 12;
    while (file.seekg(static_cast<std::streamoff>(at)) && file.read(head.data(), 8)) {
        const std::uint32_t length = littleEndian(head, 4);
        if (std::string_view(head.data(), 4) == "data") {
            return length != unknownLength && at + 8 + length > size;
        }
        at += 8 + static_cast<std::uintmax_t>(length) + (length & 1U);
    }
    return false;
}

std::string formatName(int format) {
    switch (format & SF_FORMAT_TYPEMASK) {
        case SF_FORMAT_WAV:
        case SF_FORMAT_WAVEX:
        case SF_FORMAT_RF64:
            return "WAV";
        case SF_FORMAT_FLAC:
            return "FLAC";
        case SF_FORMAT_OGG:
            return "Ogg";
        case SF_FORMAT_MPEG:
            return "MP3";
        default:
            break;
    }
    SF_FORMAT_INFO info{};
    info.format = format & SF_FORMAT_TYPEMASK;
    sf_command(nullptr, SFC_GET_FORMAT_INFO, &info, sizeof info);
    return info.name == nullptr ? "unknown" : info.name;
}

struct OpenedFile {
    SoundFile handle;
    SF_INFO info{};

    [[nodiscard]] bool lengthKnown() const { return info.frames > 0 && info.frames < SF_COUNT_MAX; }
    /// MP3 files tell their length by guesswork, so it proves nothing.
    [[nodiscard]] bool lengthIsPromise() const {
        return lengthKnown() && (info.format & SF_FORMAT_TYPEMASK) != SF_FORMAT_MPEG;
    }
};

OpenedFile openForReading(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        throw Error(ErrorKind::NotFound, "There is no file " + path.string() + ".");
    }
    if (std::filesystem::is_directory(path, ignored)) {
        refuse(path, "is a folder, not an audio file.");
    }
    OpenedFile file;
    file.handle.reset(sf_open(path.c_str(), SFM_READ, &file.info));
    if (!file.handle) {
        std::ifstream probe(path, std::ios::binary);
        if (!probe) {
            throw Error(ErrorKind::NotFound, "Cannot read " + path.string() + ": no permission.");
        }
        refuse(path, "is no audio file that can be read (WAV, FLAC, Ogg and MP3 can): " +
                         std::string(sf_strerror(nullptr)));
    }
    if (file.info.channels > maxChannels) {
        refuse(path, "has " + std::to_string(file.info.channels) + " channels; at most " + std::to_string(maxChannels) +
                         " can be read.");
    }
    if (endsInsideWavData(path)) {
        refuse(path, "is truncated: the file ends before its samples do. Copy it again from its source.");
    }
    return file;
}

std::string minutesText(double seconds) {
    std::ostringstream text;
    text << std::lround(seconds / 60.0) << " minutes";
    return text.str();
}

/// Frames to read from the start position, or the bound when the file does not tell its length.
sf_count_t framesWanted(const OpenedFile& file, const std::filesystem::path& path, double startSeconds,
                        std::optional<double> durationSeconds) {
    const double rate = file.info.samplerate;
    const double rest = file.lengthKnown() ? static_cast<double>(file.info.frames) - std::floor(startSeconds * rate) : HUGE_VAL;
    const double wanted = durationSeconds ? std::round(*durationSeconds * rate) : HUGE_VAL;
    if (rest <= 0.0) {
        refuse(path, "ends before the span that was asked for.");
    }
    const double frames = std::min(rest, wanted);
    if (std::isfinite(frames) && frames > maxReadSeconds * rate) {
        refuse(path, "is " + minutesText(frames / rate) + " long; at most " + minutesText(maxReadSeconds) +
                         " are read at once: cut it, or read a part of it.");
    }
    return static_cast<sf_count_t>(std::min(frames, maxReadSeconds * rate + 1.0));
}

std::vector<float> readFrames(const OpenedFile& file, sf_count_t frames) {
    constexpr sf_count_t block = 1 << 16;
    const auto channels = static_cast<std::size_t>(file.info.channels);
    std::vector<float> samples;
    sf_count_t done = 0;
    while (done < frames) {
        samples.resize(static_cast<std::size_t>(done + std::min(block, frames - done)) * channels);
        const sf_count_t got = sf_readf_float(file.handle.get(), samples.data() + static_cast<std::size_t>(done) * channels,
                                              std::min(block, frames - done));
        if (got <= 0) {
            break;
        }
        done += got;
    }
    samples.resize(static_cast<std::size_t>(done) * channels);
    return samples;
}

void checkSamples(const std::vector<float>& samples, const std::filesystem::path& path) {
    if (samples.empty()) {
        refuse(path, "has no samples.");
    }
    if (!std::all_of(samples.begin(), samples.end(), [](float sample) { return std::isfinite(sample); })) {
        refuse(path, "has samples that are not numbers (NaN or infinite).");
    }
}

}  // namespace

Clip readAudioFile(const std::filesystem::path& path, double startSeconds, std::optional<double> durationSeconds) {
    if (!(startSeconds >= 0.0) || (durationSeconds && !(*durationSeconds > 0.0))) {
        refuse(path, "cannot be read from a negative time or for no time at all.");
    }
    const OpenedFile file = openForReading(path);
    if (file.info.frames == 0) {
        refuse(path, "has no samples.");
    }
    const sf_count_t wanted = framesWanted(file, path, startSeconds, durationSeconds);
    const auto start = static_cast<sf_count_t>(std::floor(startSeconds * file.info.samplerate));
    if (start > 0 && sf_seek(file.handle.get(), start, SEEK_SET) != start) {
        refuse(path, "is truncated or damaged: its samples cannot be reached.");
    }
    Clip clip{file.info.samplerate, file.info.channels, readFrames(file, wanted)};
    if (file.lengthIsPromise() && clip.frames() < wanted) {
        refuse(path, "is truncated or damaged: " + std::to_string(clip.frames()) + " of " + std::to_string(wanted) +
                         " frames could be read. Copy it again from its source.");
    }
    if (!file.lengthKnown() && !durationSeconds && clip.durationSeconds() > maxReadSeconds) {
        refuse(path, "is longer than " + minutesText(maxReadSeconds) + ", which is all that is read at once: cut it.");
    }
    checkSamples(clip.samples, path);
    return clip;
}

AudioFileInfo readAudioInfo(const std::filesystem::path& path) {
    const OpenedFile file = openForReading(path);
    return {file.info.samplerate, file.info.channels, file.lengthKnown() ? file.info.frames : 0, formatName(file.info.format)};
}

std::string readAudioComment(const std::filesystem::path& path) {
    const OpenedFile file = openForReading(path);
    const char* comment = sf_get_string(file.handle.get(), SF_STR_COMMENT);
    return comment == nullptr ? std::string() : std::string(comment);
}

Clip toMono(const Clip& clip) {
    if (clip.channels == 1) {
        return clip;
    }
    Clip mono{clip.sampleRateHz, 1, std::vector<float>(static_cast<std::size_t>(clip.frames()))};
    const auto channels = static_cast<std::size_t>(clip.channels);
    for (std::size_t frame = 0; frame < mono.samples.size(); ++frame) {
        double sum = 0.0;
        for (std::size_t channel = 0; channel < channels; ++channel) {
            sum += static_cast<double>(clip.samples[frame * channels + channel]);
        }
        mono.samples[frame] = static_cast<float>(sum / static_cast<double>(channels));
    }
    return mono;
}

}  // namespace musicrl
