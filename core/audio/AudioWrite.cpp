// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/AudioFile.h"
#include "audio/OggSerial.h"
#include "audio/SoundFile.h"
#include "base/AtomicFile.h"
#include "base/Error.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>

namespace musicrl {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& reason) {
    throw Error(ErrorKind::BadInput, "Cannot write " + path.string() + ": " + reason);
}

/// A file in memory: the encoder cannot meet a full disk there, and the result is written in one piece.
struct MemoryFile {
    std::string bytes;
    std::size_t position = 0;
};

MemoryFile& memory(void* user) {
    return *static_cast<MemoryFile*>(user);
}

sf_count_t memorySize(void* user) {
    return static_cast<sf_count_t>(memory(user).bytes.size());
}

sf_count_t memorySeek(sf_count_t offset, int whence, void* user) {
    MemoryFile& file = memory(user);
    const sf_count_t base = whence == SEEK_SET   ? 0
                            : whence == SEEK_CUR ? static_cast<sf_count_t>(file.position)
                                                 : static_cast<sf_count_t>(file.bytes.size());
    file.position = static_cast<std::size_t>(std::max<sf_count_t>(0, base + offset));
    return static_cast<sf_count_t>(file.position);
}

sf_count_t memoryRead(void* target, sf_count_t count, void* user) {
    MemoryFile& file = memory(user);
    const std::size_t left = file.bytes.size() - std::min(file.position, file.bytes.size());
    const std::size_t length = std::min(static_cast<std::size_t>(count), left);
    std::memcpy(target, file.bytes.data() + file.position, length);
    file.position += length;
    return static_cast<sf_count_t>(length);
}

sf_count_t memoryWrite(const void* source, sf_count_t count, void* user) {
    MemoryFile& file = memory(user);
    const std::size_t end = file.position + static_cast<std::size_t>(count);
    if (end > file.bytes.size()) {
        file.bytes.resize(end);
    }
    std::memcpy(file.bytes.data() + file.position, source, static_cast<std::size_t>(count));
    file.position = end;
    return count;
}

sf_count_t memoryTell(void* user) {
    return static_cast<sf_count_t>(memory(user).position);
}

int subtypeOf(SampleFormat format) {
    switch (format) {
        case SampleFormat::Pcm16:
            return SF_FORMAT_PCM_16;
        case SampleFormat::Pcm24:
            return SF_FORMAT_PCM_24;
        case SampleFormat::Float32:
            break;
    }
    return SF_FORMAT_FLOAT;
}

int formatFor(const std::filesystem::path& path, SampleFormat format) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    if (extension == ".wav") {
        return SF_FORMAT_WAV | subtypeOf(format);
    }
    if (extension == ".ogg") {
        return SF_FORMAT_OGG | SF_FORMAT_VORBIS;
    }
    if (extension != ".flac") {
        refuse(path, "the name must end in .wav, .flac or .ogg.");
    }
    if (format == SampleFormat::Float32) {
        refuse(path, "FLAC holds 16 or 24 bits, not floating point.");
    }
    return SF_FORMAT_FLAC | subtypeOf(format);
}

void checkClip(const std::filesystem::path& path, const Clip& clip) {
    if (clip.sampleRateHz <= 0 || clip.channels <= 0 || clip.channels > maxChannels) {
        refuse(path, "a clip has a sample rate and 1 to " + std::to_string(maxChannels) + " channels.");
    }
    if (clip.samples.empty() || clip.samples.size() % static_cast<std::size_t>(clip.channels) != 0) {
        refuse(path, "the clip has no samples, or channels of unequal length.");
    }
    if (!std::all_of(clip.samples.begin(), clip.samples.end(), [](float sample) { return std::isfinite(sample); })) {
        refuse(path, "the clip has samples that are not numbers (NaN or infinite).");
    }
}

void checkComment(const std::filesystem::path& path, int format, const std::string& comment) {
    constexpr std::size_t longestWavComment = 2000;  // libsndfile reads no longer one
    if ((format & SF_FORMAT_TYPEMASK) == SF_FORMAT_WAV && comment.size() > longestWavComment) {
        refuse(path, "the comment has " + std::to_string(comment.size()) + " bytes, a WAV file takes at most " +
                         std::to_string(longestWavComment) + ": write a .flac file.");
    }
}

void writeSamples(SNDFILE* file, const Clip& clip, const std::filesystem::path& path) {
    constexpr sf_count_t block = 4096;
    for (sf_count_t done = 0; done < clip.frames(); done += block) {
        const sf_count_t count = std::min<sf_count_t>(block, clip.frames() - done);
        if (sf_writef_float(file, clip.samples.data() + done * clip.channels, count) != count) {
            refuse(path, sf_strerror(file));
        }
    }
}

std::string encode(const std::filesystem::path& path, const Clip& clip, int format, const std::string& comment) {
    SF_VIRTUAL_IO io{memorySize, memorySeek, memoryRead, memoryWrite, memoryTell};
    SF_INFO info{};
    info.samplerate = clip.sampleRateHz;
    info.channels = clip.channels;
    info.format = format;
    MemoryFile target;
    SoundFile file(sf_open_virtual(&io, SFM_WRITE, &info, &target));
    if (!file) {
        refuse(path, std::string("the format does not take this clip: ") + sf_strerror(nullptr));
    }
    sf_command(file.get(), SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);  // it holds the time of writing
    sf_command(file.get(), SFC_SET_CLIPPING, nullptr, SF_TRUE);
    if (!comment.empty() && sf_set_string(file.get(), SF_STR_COMMENT, comment.c_str()) != 0) {
        refuse(path, std::string("the comment cannot be stored: ") + sf_strerror(file.get()));
    }
    writeSamples(file.get(), clip, path);
    if (const int fault = sf_close(file.release()); fault != 0) {
        refuse(path, sf_error_number(fault));
    }
    return std::move(target.bytes);
}

}  // namespace

void writeAudioFile(const std::filesystem::path& path, const Clip& clip, SampleFormat format, const std::string& comment) {
    constexpr std::uint32_t oggSerial = 1;
    const int chosen = formatFor(path, format);
    checkClip(path, clip);
    checkComment(path, chosen, comment);
    std::string bytes = encode(path, clip, chosen, comment);
    if ((chosen & SF_FORMAT_TYPEMASK) == SF_FORMAT_OGG) {
        setOggSerial(bytes, oggSerial);
    }
    writeFileAtomically(path, bytes);
}

}  // namespace musicrl
