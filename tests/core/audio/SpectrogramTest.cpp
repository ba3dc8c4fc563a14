// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/Spectrogram.h"

#include "support/ExpectError.h"
#include "support/makeSine.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace musicrl {
namespace {

TEST(Spectrogram, showsASineInItsBinAtItsLevel) {
    const Clip tone = makeSine(1000.0, 1.0, 16000, 0.5);  // bin 64 of 1024
    const Spectrogram picture = spectrogram(tone, {.windowSamples = 1024, .hopSamples = 256});
    EXPECT_EQ(picture.frames, 1 + (16000 - 1024) / 256);
    EXPECT_EQ(picture.bins, 513);
    EXPECT_DOUBLE_EQ(picture.hopSeconds, 0.016);
    const float* frame = picture.values.data() + 10 * 513;
    EXPECT_EQ(std::max_element(frame, frame + 513) - frame, 64);
    EXPECT_NEAR(frame[64], -6.02F, 0.05F);
    EXPECT_LT(frame[200], -80.0F);
}

TEST(Spectrogram, hasAFloorForSilence) {
    const Spectrogram picture = spectrogram(Clip{16000, 1, std::vector<float>(2048, 0.0F)}, {});
    EXPECT_TRUE(std::all_of(picture.values.begin(), picture.values.end(), [](float value) { return value == -120.0F; }));
}

TEST(Spectrogram, sumsBinsIntoMelBands) {
    const Clip tone = makeSine(1000.0, 1.0, 16000);
    const Spectrogram picture = spectrogram(tone, {.windowSamples = 1024, .hopSamples = 256, .mels = 40});
    EXPECT_EQ(picture.bins, 40);
    const float* frame = picture.values.data();
    const auto band = static_cast<int>(std::max_element(frame, frame + 40) - frame);
    const std::vector<float> filters = melFilters(16000, 1024, 40, 0.0, 8000.0);
    EXPECT_GT(filters[static_cast<std::size_t>(band) * 513 + 64], 0.0F) << "the loudest band holds the tone's bin";
}

TEST(Spectrogram, refusesShortClipsAndOddWindows) {
    expectError(ErrorKind::BadInput, "shorter than one window", [] { (void)spectrogram(makeSine(440.0, 0.01, 16000), {}); });
    expectError(ErrorKind::BadInput, "power of two",
                [] { (void)spectrogram(makeSine(440.0, 1.0, 16000), {.windowSamples = 1000}); });
}

TEST(MelFilters, standWhereSlaneysScaleSays) {
    // Slaney: 200/3 Hz per mel below 1 kHz, so with 1 kHz = 15 mel and 14 bands from 0 to 1 kHz the centres are 66.7 Hz apart.
    const std::vector<float> filters = melFilters(16000, 4096, 14, 0.0, 1000.0);
    constexpr std::size_t bins = 2049;
    for (std::size_t band = 0; band < 14; ++band) {
        const float* row = filters.data() + band * bins;
        const double centreHz = static_cast<double>(std::max_element(row, row + bins) - row) * 16000.0 / 4096.0;
        EXPECT_NEAR(centreHz, static_cast<double>(band + 1) * 200.0 / 3.0, 4.0);
        const double area = static_cast<double>(std::accumulate(row, row + bins, 0.0F)) * 16000.0 / 4096.0;
        EXPECT_NEAR(area, 1.0, 0.01) << "area-normalised";
    }
    expectError(ErrorKind::BadInput, "half the sample rate", [] { (void)melFilters(16000, 1024, 40, 0.0, 9000.0); });
}

}  // namespace
}  // namespace musicrl
