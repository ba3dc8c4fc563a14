// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/BandLoss.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <functional>
#include <numbers>

namespace musicrl {
namespace {

using Complex = std::complex<double>;

constexpr std::size_t windowSamples = 1024;
constexpr std::size_t hopSamples = windowSamples / 2;
constexpr std::size_t bins = windowSamples / 2 + 1;

std::vector<Complex> makeTwiddles() {
    std::vector<Complex> twiddles(windowSamples / 2);
    for (std::size_t i = 0; i < twiddles.size(); ++i) {
        twiddles[i] = std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(i) / windowSamples);
    }
    return twiddles;
}

void reverseBits(std::vector<Complex>& values) {
    for (std::size_t i = 1, j = 0; i < values.size(); ++i) {
        std::size_t bit = values.size() >> 1U;
        for (; (j & bit) != 0; bit >>= 1U) {
            j ^= bit;
        }
        j ^= bit;
        if (i < j) {
            std::swap(values[i], values[j]);
        }
    }
}

/// Radix-2 decimation in time, in place; FFTW belongs to audio/ and offers no inverse there.
void transform(std::vector<Complex>& values, const std::vector<Complex>& twiddles) {
    reverseBits(values);
    for (std::size_t length = 2; length <= values.size(); length *= 2) {
        const std::size_t stride = values.size() / length;
        for (std::size_t start = 0; start < values.size(); start += length) {
            for (std::size_t k = 0; k < length / 2; ++k) {
                const Complex even = values[start + k];
                const Complex odd = values[start + k + length / 2] * twiddles[k * stride];
                values[start + k] = even + odd;
                values[start + k + length / 2] = even - odd;
            }
        }
    }
}

void dropWeakBins(std::vector<Complex>& spectrum, std::size_t kept) {
    std::vector<double> powers(bins);
    std::transform(spectrum.begin(), spectrum.begin() + static_cast<std::ptrdiff_t>(bins), powers.begin(),
                   [](const Complex& value) { return std::norm(value); });
    std::vector<double> ranked = powers;
    std::nth_element(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept - 1), ranked.end(), std::greater<>());
    for (std::size_t bin = 0; bin < bins; ++bin) {
        if (powers[bin] < ranked[kept - 1]) {
            spectrum[bin] = 0.0;
            spectrum[(windowSamples - bin) % windowSamples] = 0.0;
        }
    }
}

}  // namespace

std::vector<float> keepStrongestBins(const std::vector<float>& samples, double keptShare) {
    const std::vector<Complex> twiddles = makeTwiddles();
    const auto kept = std::clamp<std::size_t>(static_cast<std::size_t>(std::lround(keptShare * bins)), 1, bins);
    std::vector<double> result(samples.size() + 2 * windowSamples, 0.0);
    std::vector<Complex> frame(windowSamples);
    for (std::size_t start = 0; start < samples.size() + hopSamples; start += hopSamples) {
        const auto window = [](std::size_t i) { return std::sin(std::numbers::pi * static_cast<double>(i) / windowSamples); };
        for (std::size_t i = 0; i < windowSamples; ++i) {  // the first frame starts half a window before the sound
            const std::size_t at = start + i;
            const bool inside = at >= hopSamples && at - hopSamples < samples.size();
            frame[i] = inside ? window(i) * static_cast<double>(samples[at - hopSamples]) : 0.0;
        }
        transform(frame, twiddles);
        dropWeakBins(frame, kept);
        std::reverse(frame.begin() + 1, frame.end());  // a forward transform of the reversed spectrum is the inverse
        transform(frame, twiddles);
        for (std::size_t i = 0; i < windowSamples; ++i) {
            result[start + i] += window(i) * frame[i].real() / windowSamples;
        }
    }
    std::vector<float> kept32(samples.size());
    std::transform(result.begin() + static_cast<std::ptrdiff_t>(hopSamples),
                   result.begin() + static_cast<std::ptrdiff_t>(hopSamples + samples.size()), kept32.begin(),
                   [](double value) { return static_cast<float>(value); });
    return kept32;
}

}  // namespace musicrl
