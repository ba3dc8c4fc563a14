// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/Spectrogram.h"

#include "audio/AudioFile.h"
#include "audio/RealTransform.h"
#include "base/Error.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <numbers>

namespace musicrl {
namespace {

std::vector<float> hannWindow(int size) {
    std::vector<float> window(static_cast<std::size_t>(size));
    for (std::size_t i = 0; i < window.size(); ++i) {
        window[i] = static_cast<float>(0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / size));
    }
    return window;
}

float decibels(double power) {
    constexpr double floorPower = 1e-12;
    return static_cast<float>(10.0 * std::log10(std::max(power, floorPower)));
}

// Slaney's mel scale: linear below 1 kHz, logarithmic above.
constexpr double hzPerMel = 200.0 / 3.0;
constexpr double breakHz = 1000.0;
constexpr double breakMel = breakHz / hzPerMel;
const double logStep = std::log(6.4) / 27.0;

double melFromHz(double hz) {
    return hz < breakHz ? hz / hzPerMel : breakMel + std::log(hz / breakHz) / logStep;
}

double hzFromMel(double mel) {
    return mel < breakMel ? mel * hzPerMel : breakHz * std::exp(logStep * (mel - breakMel));
}

void check(const Clip& clip, const SpectrogramConfig& config) {
    if (config.windowSamples < 2 || !std::has_single_bit(static_cast<unsigned>(config.windowSamples)) ||
        config.hopSamples < 1) {
        throw Error(ErrorKind::BadInput, "A spectrogram needs a window of a power of two and a hop of at least one sample.");
    }
    if (clip.frames() < config.windowSamples) {
        throw Error(ErrorKind::BadInput, "The clip is shorter than one window of the spectrogram (" +
                                             std::to_string(config.windowSamples) + " samples).");
    }
}

/// One row of bands out of one row of bins.
std::vector<double> applyFilters(const std::vector<float>& filters, const std::vector<double>& powers) {
    std::vector<double> bands(filters.size() / powers.size(), 0.0);
    for (std::size_t band = 0; band < bands.size(); ++band) {
        for (std::size_t bin = 0; bin < powers.size(); ++bin) {
            bands[band] += static_cast<double>(filters[band * powers.size() + bin]) * powers[bin];
        }
    }
    return bands;
}

/// The power of one window of samples, a full-scale sine in the middle of its bin being 1. \return [windowSamples / 2 + 1]
std::vector<double> windowedPowers(const float* samples, const std::vector<float>& window, RealTransform& transform) {
    const auto size = static_cast<double>(window.size());
    const double scale = 16.0 / (size * size);  // (2 / sum of the window)²
    std::transform(window.begin(), window.end(), samples, transform.samples().begin(), std::multiplies<>());
    transform.forward();
    std::vector<double> powers(window.size() / 2 + 1);
    std::transform(transform.spectrum().begin(), transform.spectrum().end(), powers.begin(),
                   [scale](const std::complex<float>& value) { return scale * std::norm(std::complex<double>(value)); });
    return powers;
}

/// Empty for linear bins.
std::vector<float> filtersFor(const SpectrogramConfig& config, int sampleRateHz) {
    const double highHz = config.highHz > 0.0 ? config.highHz : sampleRateHz / 2.0;
    return config.mels > 0 ? melFilters(sampleRateHz, config.windowSamples, config.mels, config.lowHz, highHz)
                           : std::vector<float>();
}

}  // namespace

Spectrogram spectrogram(const Clip& clip, const SpectrogramConfig& config) {
    check(clip, config);
    const Clip mono = toMono(clip);
    const std::vector<float> window = hannWindow(config.windowSamples);
    const std::vector<float> filters = filtersFor(config, clip.sampleRateHz);
    Spectrogram result;
    result.frames = static_cast<int>(1 + (mono.frames() - config.windowSamples) / config.hopSamples);
    result.bins = config.mels > 0 ? config.mels : config.windowSamples / 2 + 1;
    result.hopSeconds = static_cast<double>(config.hopSamples) / clip.sampleRateHz;
    result.values.reserve(static_cast<std::size_t>(result.frames) * static_cast<std::size_t>(result.bins));
    RealTransform transform(config.windowSamples);
    for (std::ptrdiff_t frame = 0; frame < result.frames; ++frame) {
        const std::vector<double> powers = windowedPowers(mono.samples.data() + frame * config.hopSamples, window, transform);
        for (const double power : filters.empty() ? powers : applyFilters(filters, powers)) {
            result.values.push_back(decibels(power));
        }
    }
    return result;
}

std::vector<float> melFilters(int sampleRateHz, int windowSamples, int mels, double lowHz, double highHz) {
    if (mels < 1 || !(lowHz >= 0.0) || !(highHz > lowHz) || highHz > sampleRateHz / 2.0) {
        throw Error(ErrorKind::BadInput, "Mel bands must lie between 0 Hz and half the sample rate, the lower edge first.");
    }
    std::vector<double> edges;
    for (int i = 0; i < mels + 2; ++i) {
        const double share = static_cast<double>(i) / (mels + 1);
        edges.push_back(hzFromMel(melFromHz(lowHz) + share * (melFromHz(highHz) - melFromHz(lowHz))));
    }
    const std::size_t bins = static_cast<std::size_t>(windowSamples) / 2 + 1;
    std::vector<float> filters(static_cast<std::size_t>(mels) * bins);
    for (std::size_t band = 0; band < static_cast<std::size_t>(mels); ++band) {
        for (std::size_t bin = 0; bin < bins; ++bin) {
            const double hz = static_cast<double>(bin) * sampleRateHz / windowSamples;
            const double rising = (hz - edges[band]) / (edges[band + 1] - edges[band]);
            const double falling = (edges[band + 2] - hz) / (edges[band + 2] - edges[band + 1]);
            const double area = 2.0 / (edges[band + 2] - edges[band]);
            filters[band * bins + bin] = static_cast<float>(area * std::max(0.0, std::min(rising, falling)));
        }
    }
    return filters;
}

}  // namespace musicrl
