// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/AudioFile.h"

#include "base/Hash.h"
#include "support/ExpectError.h"
#include "support/FileSizeLimit.h"
#include "support/TemporaryFolder.h"
#include "support/makeSine.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>
#include <thread>
#include <tuple>
#include <utility>

namespace musicrl {
namespace {

Clip stereoTone() {
    Clip clip{16000, 2, std::vector<float>(2 * 16000)};
    for (std::size_t frame = 0; frame < 16000; ++frame) {
        clip.samples[2 * frame] = 0.5F * std::sin(0.1F * static_cast<float>(frame));
        clip.samples[2 * frame + 1] = -0.25F;
    }
    return clip;
}

double worstDifference(const Clip& a, const Clip& b) {
    double worst = a.samples.size() == b.samples.size() ? 0.0 : HUGE_VAL;
    for (std::size_t i = 0; i < std::min(a.samples.size(), b.samples.size()); ++i) {
        worst = std::max(worst, std::abs(static_cast<double>(a.samples[i]) - static_cast<double>(b.samples[i])));
    }
    return worst;
}

void putLittleEndian(std::string& bytes, std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) {
        bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
    }
}

/// A WAV file of 16-bit samples built by hand, independent of libsndfile.
std::string wavBytes(std::uint32_t rate, std::uint32_t channels, std::uint32_t declaredBytes, const std::string& data) {
    std::string bytes = "RIFF";
    putLittleEndian(bytes, 36 + declaredBytes, 4);
    bytes += "WAVEfmt ";
    putLittleEndian(bytes, 16, 4);
    putLittleEndian(bytes, 1, 2);
    putLittleEndian(bytes, channels, 2);
    putLittleEndian(bytes, rate, 4);
    putLittleEndian(bytes, rate * channels * 2, 4);
    putLittleEndian(bytes, channels * 2, 2);
    putLittleEndian(bytes, 16, 2);
    bytes += "data";
    putLittleEndian(bytes, declaredBytes, 4);
    return bytes + data;
}

class RoundTrip : public testing::TestWithParam<std::tuple<const char*, SampleFormat, double>> {};

TEST_P(RoundTrip, keepsRateChannelsAndSamples) {
    const auto [name, format, tolerance] = GetParam();
    const TemporaryFolder folder;
    writeAudioFile(folder / name, stereoTone(), format);
    const Clip clip = readAudioFile(folder / name);
    EXPECT_EQ(clip.sampleRateHz, 16000);
    EXPECT_EQ(clip.channels, 2);
    EXPECT_LE(worstDifference(clip, stereoTone()), tolerance);
}

INSTANTIATE_TEST_SUITE_P(Formats, RoundTrip,
                         testing::Values(std::tuple{"a.wav", SampleFormat::Float32, 0.0},
                                         std::tuple{"a.wav", SampleFormat::Pcm16, 1.0 / 32768},
                                         std::tuple{"a.WAV", SampleFormat::Pcm24, 1.0 / 8388608},
                                         std::tuple{"a.flac", SampleFormat::Pcm16, 1.0 / 32768},
                                         std::tuple{"a.flac", SampleFormat::Pcm24, 1.0 / 8388608},
                                         std::tuple{"a.ogg", SampleFormat::Pcm16, 0.1}));

TEST(AudioFile, readsAWavFileBuiltByHand) {
    const TemporaryFolder folder;
    const auto path = folder.write("a.wav", wavBytes(8000, 1, 6, std::string("\x00\x40\x00\xC0\xFF\x7F", 6)));
    const Clip clip = readAudioFile(path);
    EXPECT_EQ(clip.sampleRateHz, 8000);
    EXPECT_EQ(clip.samples, (std::vector<float>{0.5F, -0.5F, 32767.0F / 32768.0F}));
}

TEST(AudioFile, givesEqualBytesForEqualClips) {
    const TemporaryFolder folder;
    const auto writeAll = [&](const std::string& stem) {
        for (const char* extension : {".wav", ".flac", ".ogg"}) {
            writeAudioFile(folder / (stem + extension), stereoTone(), SampleFormat::Pcm16, R"({"seed":1})");
        }
        writeAudioFile(folder / (stem + "-float.wav"), stereoTone(), SampleFormat::Float32);
    };
    writeAll("first");
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // another second for whoever writes the time
    writeAll("second");
    for (const char* extension : {".wav", ".flac", ".ogg", "-float.wav"}) {
        EXPECT_EQ(sha256OfFile(folder / (std::string("first") + extension)),
                  sha256OfFile(folder / (std::string("second") + extension)))
            << extension;
    }
}

TEST(AudioFile, keepsALongComment) {
    const TemporaryFolder folder;
    const auto comment = [](std::size_t length) { return "{\"prompt\":\"" + std::string(length, 'x') + " – é\"}"; };
    for (const auto& [name, length] : {std::pair{"a.wav", 1900U}, {"a.flac", 50'000U}, {"a.ogg", 50'000U}}) {
        writeAudioFile(folder / name, stereoTone(), SampleFormat::Pcm16, comment(length));
        EXPECT_TRUE(readAudioComment(folder / name) == comment(length)) << name;
        EXPECT_EQ(readAudioFile(folder / name).frames(), 16000) << name;
    }
    expectError(ErrorKind::BadInput, "at most 2000", [&] { writeAudioFile(folder / "b.wav", stereoTone(), SampleFormat::Pcm16, comment(3000)); });
}

TEST(AudioFile, clipsWhatIsTooLoudInsteadOfWrapping) {
    const TemporaryFolder folder;
    writeAudioFile(folder / "a.flac", Clip{8000, 1, {1.5F, -1.5F, 1.0F, 0.0F}});
    const Clip clip = readAudioFile(folder / "a.flac");
    EXPECT_NEAR(clip.samples[0], 1.0F, 1e-4F);
    EXPECT_EQ(clip.samples[1], -1.0F);
    EXPECT_NEAR(clip.samples[2], 1.0F, 1e-4F);
}

TEST(AudioFile, readsASpan) {
    const TemporaryFolder folder;
    const Clip whole = stereoTone();
    writeAudioFile(folder / "a.wav", whole, SampleFormat::Float32);
    const Clip span = readAudioFile(folder / "a.wav", 0.25, 0.5);
    EXPECT_EQ(span.frames(), 8000);
    EXPECT_EQ(span.samples[0], whole.samples[2 * 4000]);
    EXPECT_EQ(readAudioFile(folder / "a.wav", 0.75, 9.0).frames(), 4000);
    expectError(ErrorKind::BadInput, "ends before the span", [&] { (void)readAudioFile(folder / "a.wav", 2.0); });
    expectError(ErrorKind::BadInput, "negative time", [&] { (void)readAudioFile(folder / "a.wav", -1.0); });
}

TEST(AudioFile, tellsWhatAFileHolds) {
    const TemporaryFolder folder;
    writeAudioFile(folder / "a.flac", stereoTone());
    const AudioFileInfo info = readAudioInfo(folder / "a.flac");
    EXPECT_EQ(info.sampleRateHz, 16000);
    EXPECT_EQ(info.channels, 2);
    EXPECT_EQ(info.frames, 16000);
    EXPECT_EQ(info.format, "FLAC");
}

TEST(AudioFile, refusesWhatIsNoAudio) {
    const TemporaryFolder folder;
    const auto text = folder.write("a.wav", "This is not a sound.");
    const auto empty = folder.write("b.flac", "");
    expectError(ErrorKind::BadInput, "a.wav is no audio file", [&] { (void)readAudioFile(text); });
    expectError(ErrorKind::BadInput, "b.flac is no audio file", [&] { (void)readAudioFile(empty); });
    expectError(ErrorKind::BadInput, "is a folder", [&] { (void)readAudioFile(folder.path()); });
    expectError(ErrorKind::NotFound, "missing.wav", [&] { (void)readAudioFile(folder / "missing.wav"); });
}

TEST(AudioFile, findsTruncatedFiles) {
    const TemporaryFolder folder;
    const Clip tone = makeSine(440.0, 2.0);
    for (const char* name : {"a.wav", "a.flac"}) {
        writeAudioFile(folder / name, tone);
        const std::string bytes = contentOf(folder / name);
        for (const double share : {0.3, 0.6, 0.99}) {
            const auto length = static_cast<std::size_t>(share * static_cast<double>(bytes.size()));
            const auto cut = folder.write(std::string("cut-") + name, bytes.substr(0, length));
            expectError(ErrorKind::BadInput, "is truncated", [&] { (void)readAudioFile(cut); });
        }
    }
}

TEST(AudioFile, refusesSamplesThatAreNoNumbers) {
    const TemporaryFolder folder;
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        writeAudioFile(folder / "a.wav", Clip{8000, 1, {0.0F, 0.123F, 0.0F}}, SampleFormat::Float32);
        std::string bytes = contentOf(folder / "a.wav");
        const float marker = 0.123F;
        const std::size_t at = bytes.find(std::string(reinterpret_cast<const char*>(&marker), sizeof marker));
        ASSERT_NE(at, std::string::npos);
        std::memcpy(bytes.data() + at, &bad, sizeof bad);
        const auto path = folder.write("bad.wav", bytes);
        expectError(ErrorKind::BadInput, "not numbers", [&] { (void)readAudioFile(path); });
        expectError(ErrorKind::BadInput, "not numbers", [&] { writeAudioFile(folder / "c.wav", Clip{8000, 1, {bad}}); });
    }
}

TEST(AudioFile, refusesNoSamplesAndTooManyChannels) {
    const TemporaryFolder folder;
    const auto silent = folder.write("silent.wav", wavBytes(8000, 1, 0, ""));
    const auto nine = folder.write("nine.wav", wavBytes(8000, 9, 36, std::string(36, '\0')));
    expectError(ErrorKind::BadInput, "has no samples", [&] { (void)readAudioFile(silent); });
    expectError(ErrorKind::BadInput, "has 9 channels; at most 8", [&] { (void)readAudioFile(nine); });
}

TEST(AudioFile, boundsTenHoursButReadsAPartOfThem) {
    const TemporaryFolder folder;
    constexpr std::uint32_t bytes = 10U * 3600U * 8000U * 2U;
    const auto path = folder.write("long.wav", wavBytes(8000, 1, bytes, ""));
    std::filesystem::resize_file(path, 44 + bytes);  // sparse
    expectError(ErrorKind::BadInput, "is 600 minutes long; at most 60 minutes", [&] { (void)readAudioFile(path); });
    EXPECT_EQ(readAudioFile(path, 35000.0, 2.0).frames(), 16000);
    EXPECT_EQ(readAudioInfo(path).frames, std::int64_t{bytes} / 2);
}

TEST(AudioFile, refusesUnknownExtensionsAndClipsWithoutSamples) {
    const TemporaryFolder folder;
    expectError(ErrorKind::BadInput, "must end in .wav, .flac or .ogg", [&] { writeAudioFile(folder / "a.mp3", stereoTone()); });
    expectError(ErrorKind::BadInput, "FLAC holds", [&] { writeAudioFile(folder / "a.flac", stereoTone(), SampleFormat::Float32); });
    expectError(ErrorKind::BadInput, "no samples", [&] { writeAudioFile(folder / "a.wav", Clip{8000, 1, {}}); });
    EXPECT_EQ(folder.count(), 0U);
}

TEST(AudioFile, leavesNothingHalfWrittenOnAFullDisk) {
    const TemporaryFolder folder;
    for (const char* name : {"a.wav", "a.flac", "a.ogg"}) {
        expectError(ErrorKind::Io, name, [&] {
            const FileSizeLimit limit(2048);
            writeAudioFile(folder / name, stereoTone());
        });
    }
    EXPECT_EQ(folder.count(), 0U);
}

TEST(ToMono, isTheMeanOfTheChannels) {
    const Clip mono = toMono(Clip{8000, 2, {1.0F, 0.0F, -0.5F, -0.5F}});
    EXPECT_EQ(mono.channels, 1);
    EXPECT_EQ(mono.samples, (std::vector<float>{0.5F, -0.5F}));
}

}  // namespace
}  // namespace musicrl
