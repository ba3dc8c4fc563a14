// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"

#include <filesystem>
#include <optional>
#include <string>

namespace musicrl {

struct AudioFileInfo {
    int sampleRateHz = 0;
    int channels = 0;
    std::int64_t frames = 0;
    std::string format;  ///< such as "FLAC"
};

/// Bounds of what is read: at most 8 channels and at most this long, since a clip is held in memory
/// (an hour of stereo at 48 kHz is 1.4 GB).
inline constexpr double maxReadSeconds = 3600.0;
inline constexpr int maxChannels = 8;

/// Reads WAV, FLAC, Ogg, MP3 and whatever else libsndfile knows. That a file is truncated is found where its format says
/// how long it should be: in WAV and FLAC, not in MP3.
/// \param startSeconds, durationSeconds  the span to read; without a duration, to the end
/// \throws Error(NotFound)  no such file
/// \throws Error(BadInput)  no audio, truncated, no samples, NaN or infinite samples, more than maxChannels, longer than maxReadSeconds
[[nodiscard]] Clip readAudioFile(const std::filesystem::path& path, double startSeconds = 0.0,
                                 std::optional<double> durationSeconds = std::nullopt);

/// Header only. \throws as readAudioFile
[[nodiscard]] AudioFileInfo readAudioInfo(const std::filesystem::path& path);

enum class SampleFormat { Pcm16, Pcm24, Float32 };

/// Writes atomically; the extension chooses .wav, .flac or .ogg. Equal clips and comments give equal bytes.
/// \param comment  stored as the file's comment tag (a clip's recipe as JSON); at most 2000 bytes in a WAV file
/// \throws Error(BadInput) unknown extension or a clip that cannot be written, Error(Io)
void writeAudioFile(const std::filesystem::path& path, const Clip& clip, SampleFormat format = SampleFormat::Pcm16,
                    const std::string& comment = {});

/// The comment tag, empty when there is none.
[[nodiscard]] std::string readAudioComment(const std::filesystem::path& path);

/// Mean of the channels. \return a clip of one channel
[[nodiscard]] Clip toMono(const Clip& clip);

}  // namespace musicrl
