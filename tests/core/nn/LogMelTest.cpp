// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/LogMel.h"

#include "nn/MelFilters.h"
#include "support/ExpectError.h"

#include <cmath>
#include <complex>
#include <numbers>

namespace musicrl {
namespace {

/// The definition itself, bin by bin, in double precision.
double directLogMel(const torch::Tensor& wave, const LogMelConfig& config, int frame, int mel) {
    const torch::Tensor filters = melFilterBank(config.sampleRateHz, config.windowSamples, config.mels, config.lowHz, config.highHz);
    const int size = config.windowSamples;
    double power = 0.0;
    for (int bin = 0; bin <= size / 2; ++bin) {
        std::complex<double> sum = 0.0;
        for (int i = 0; i < size; ++i) {
            const int sample = frame * config.hopSamples + i - size / 2;
            const double value = sample >= 0 && sample < wave.size(0) ? wave[sample].item<double>() : 0.0;
            const double hann = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * i / size);
            sum += value * hann * std::polar(1.0, -2.0 * std::numbers::pi * bin * i / size);
        }
        power += std::norm(sum) * filters[mel][bin].item<double>();
    }
    return std::log(std::max(power, 1e-5));
}

TEST(LogMel, agreesWithTheDefinition) {
    torch::manual_seed(1);
    const LogMelConfig config{.sampleRateHz = 8000, .windowSamples = 64, .hopSamples = 20, .mels = 8, .lowHz = 40, .highHz = 3900};
    LogMel logMel(config);
    const torch::Tensor wave = torch::randn({1, 200}) * 0.1;
    const torch::Tensor spectrogram = logMel->forward(wave);
    ASSERT_EQ(spectrogram.sizes(), (std::vector<std::int64_t>{1, 8, 11}));
    for (const int frame : {0, 3, 10}) {
        for (const int mel : {0, 4, 7}) {
            EXPECT_NEAR(spectrogram[0][mel][frame].item<double>(), directLogMel(wave[0], config, frame, mel), 1e-3);
        }
    }
}

TEST(LogMel, silenceIsTheFloor) {
    const torch::Tensor silence = LogMel()->forward(torch::zeros({2, 1600}));
    EXPECT_TRUE(torch::allclose(silence, torch::full({2, 64, 11}, std::log(1e-5))));
}

TEST(LogMel, hasNoWeightsToSave) {
    LogMel logMel;
    EXPECT_TRUE(logMel->parameters().empty());
    EXPECT_TRUE(logMel->buffers().empty());
}

TEST(MelFilters, haveUnitAreaAndSlaneysCentres) {
    const int window = 16384;
    const torch::Tensor filters = melFilterBank(16000, window, 40, 0.0, 8000.0);
    const double hzPerBin = 16000.0 / window;
    EXPECT_TRUE(torch::allclose(filters.sum(1) * hzPerBin, torch::ones({40}), 2e-2));
    // Slaney's scale is linear below 1 kHz: equal steps there, growing ones above.
    const torch::Tensor centres = filters.argmax(1).to(torch::kFloat64) * hzPerBin;
    EXPECT_NEAR((centres[1] - centres[0]).item<double>(), (centres[5] - centres[4]).item<double>(), 2.0);
    EXPECT_GT((centres[39] - centres[38]).item<double>(), 2.0 * (centres[5] - centres[4]).item<double>());
}

TEST(MelFilters, refuseBandsBeyondTheSpectrum) {
    expectError(ErrorKind::BadInput, "half the sample rate", [] { (void)melFilterBank(16000, 512, 40, 0.0, 9000.0); });
    expectError(ErrorKind::BadInput, "0 <= low < high", [] { (void)melFilterBank(16000, 512, 40, 500.0, 400.0); });
}

}  // namespace
}  // namespace musicrl
