// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/SpectrumDamage.h"

#include "audio/RealTransform.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <functional>
#include <numbers>
#include <span>

namespace musicrl {
namespace {

constexpr std::size_t windowSamples = 1024;
constexpr std::size_t hopSamples = windowSamples / 2;
constexpr std::size_t bins = windowSamples / 2 + 1;
constexpr double widestBlurBins = 7.0;

using Spectrum = std::span<std::complex<float>>;

double windowAt(std::size_t i) { return std::sin(std::numbers::pi * static_cast<double>(i) / windowSamples); }

/// Takes the sound apart, lets \p change work on every spectrum and puts it together again.
std::vector<float> overlapped(const std::vector<float>& samples, const std::function<void(Spectrum)>& change) {
    RealTransform transform(windowSamples);
    std::vector<double> result(samples.size() + 2 * windowSamples, 0.0);
    for (std::size_t start = 0; start < samples.size() + hopSamples; start += hopSamples) {
        for (std::size_t i = 0; i < windowSamples; ++i) {  // the first frame starts half a window before the sound
            const std::size_t at = start + i;
            const bool inside = at >= hopSamples && at - hopSamples < samples.size();
            transform.samples()[i] = inside ? static_cast<float>(windowAt(i)) * samples[at - hopSamples] : 0.0F;
        }
        transform.forward();
        change(transform.spectrum());
        transform.inverse();
        for (std::size_t i = 0; i < windowSamples; ++i) {
            result[start + i] += windowAt(i) * static_cast<double>(transform.samples()[i]) / windowSamples;
        }
    }
    std::vector<float> whole(samples.size());
    std::transform(result.begin() + static_cast<std::ptrdiff_t>(hopSamples),
                   result.begin() + static_cast<std::ptrdiff_t>(hopSamples + samples.size()), whole.begin(),
                   [](double value) { return static_cast<float>(value); });
    return whole;
}

void dropWeakBins(Spectrum spectrum, std::size_t kept) {
    std::vector<float> powers(bins);
    std::transform(spectrum.begin(), spectrum.end(), powers.begin(), [](const auto& value) { return std::norm(value); });
    std::vector<float> ranked = powers;
    std::nth_element(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept - 1), ranked.end(), std::greater<>());
    for (std::size_t bin = 0; bin < bins; ++bin) {
        if (powers[bin] < ranked[kept - 1]) {
            spectrum[bin] = 0.0F;
        }
    }
}

void smear(Spectrum spectrum, double strength, Random& random) {
    std::vector<double> sums(bins + 1, 0.0);  // sums[k]: of the magnitudes below bin k
    for (std::size_t bin = 0; bin < bins; ++bin) {
        sums[bin + 1] = sums[bin] + static_cast<double>(std::abs(spectrum[bin]));
    }
    const auto reach = static_cast<std::size_t>(std::lround(strength * widestBlurBins));
    for (std::size_t bin = 0; bin < bins; ++bin) {
        const std::size_t first = bin - std::min(bin, reach);
        const std::size_t end = std::min(bins, bin + reach + 1);
        const double blurred = (sums[end] - sums[first]) / static_cast<double>(end - first);
        const double magnitude = (1.0 - strength) * (sums[bin + 1] - sums[bin]) + strength * blurred;
        const double phase = static_cast<double>(std::arg(spectrum[bin])) + strength * std::numbers::pi * random.uniform(-1.0, 1.0);
        spectrum[bin] = std::complex<float>(std::polar(magnitude, phase));
    }
}

}  // namespace

std::vector<float> keepStrongestBins(const std::vector<float>& samples, double keptShare) {
    const auto kept = std::clamp<std::size_t>(static_cast<std::size_t>(std::lround(keptShare * bins)), 1, bins);
    return overlapped(samples, [kept](Spectrum spectrum) { dropWeakBins(spectrum, kept); });
}

std::vector<float> smearBins(const std::vector<float>& samples, double strength, Random& random) {
    return overlapped(samples, [&](Spectrum spectrum) { smear(spectrum, strength, random); });
}

}  // namespace musicrl
