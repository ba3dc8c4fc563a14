// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/SoundMeasures.h"

#include "audio/AudioFile.h"
#include "audio/Loudness.h"
#include "audio/RealTransform.h"
#include "audio/Resampler.h"
#include "audio/Spectrogram.h"
#include "base/Error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>
#include <optional>
#include <span>

namespace musicrl {
namespace {

constexpr int rateHz = 16000;
constexpr int window = 1024;
constexpr int hop = 256;
constexpr double hopSeconds = static_cast<double>(hop) / rateHz;
constexpr double silenceDb = -60.0;

std::vector<double> frameLevelsDb(const Clip& mono) {
    std::vector<double> levels;
    for (std::ptrdiff_t begin = 0; begin + window <= mono.frames(); begin += hop) {
        double energy = 0.0;
        for (std::ptrdiff_t i = begin; i < begin + window; ++i) {
            const double sample = mono.samples[static_cast<std::size_t>(i)];
            energy += sample * sample;
        }
        levels.push_back(10.0 * std::log10(std::max(energy / window, 1e-12)));
    }
    return levels;
}

double percentile(std::vector<double> values, double share) {
    const auto index = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(index), values.end());
    return values[index];
}

/// The spectrogram's values as powers, a row a frame.
std::vector<double> powersOf(const Spectrogram& spectrogram) {
    std::vector<double> powers(spectrogram.values.size());
    std::transform(spectrogram.values.begin(), spectrogram.values.end(), powers.begin(),
                   [](float decibels) { return std::pow(10.0, static_cast<double>(decibels) / 10.0); });
    return powers;
}

void measureSpectrum(const Clip& mono, SoundMeasures& measures) {
    const Spectrogram spectrum = spectrogram(mono, {.windowSamples = window, .hopSamples = hop});
    const std::vector<double> powers = powersOf(spectrum);
    const auto bins = static_cast<std::size_t>(spectrum.bins);
    constexpr std::size_t hissFrom = 2000 * window / rateHz;
    double total = 0.0;
    double moment = 0.0;
    double floor = 0.0;
    for (std::size_t frame = 0; frame < powers.size(); frame += bins) {
        double logs = 0.0;
        for (std::size_t bin = 0; bin < bins; ++bin) {
            total += powers[frame + bin];
            moment += powers[frame + bin] * static_cast<double>(bin) * rateHz / window;
            logs += bin < hissFrom ? 0.0 : std::log(powers[frame + bin]);
        }
        const auto high = static_cast<double>(bins - hissFrom);
        floor += high * std::exp(logs / high);
    }
    measures.brightness = std::max(-4.0, std::log2(moment / total / 1000.0));
    measures.hissDb = std::clamp(10.0 * std::log10(floor / total), -60.0, 0.0);
}

/// How much louder the mel bands are than two frames before, in dB, falls left out. \return a value a frame
std::vector<double> spectralFlux(const Clip& mono) {
    constexpr int bands = 40;
    constexpr float quietest = -80.0F;
    const Spectrogram mel = spectrogram(
        mono, {.windowSamples = window, .hopSamples = hop, .mels = bands, .lowHz = 30.0, .highHz = rateHz / 2.0});
    const auto value = [&](int frame, int band) {
        return std::max(quietest, mel.values[static_cast<std::size_t>(frame * bands + band)]);
    };
    std::vector<double> flux(static_cast<std::size_t>(mel.frames), 0.0);
    for (int frame = 2; frame < mel.frames; ++frame) {
        for (int band = 0; band < bands; ++band) {
            const auto rise = static_cast<double>(value(frame, band) - value(frame - 2, band));
            flux[static_cast<std::size_t>(frame)] += std::max(0.0, rise) / bands;
        }
    }
    return flux;
}

/// Mean of up to \p reach values to each side.
std::vector<double> smoothed(const std::vector<double>& values, std::ptrdiff_t reach) {
    std::vector<double> means;
    const auto count = static_cast<std::ptrdiff_t>(values.size());
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        const auto from = values.begin() + std::max<std::ptrdiff_t>(0, i - reach);
        const auto to = values.begin() + std::min(count, i + reach + 1);
        means.push_back(std::accumulate(from, to, 0.0) / static_cast<double>(to - from));
    }
    return means;
}

double onsetsPerSecond(const std::vector<double>& flux, double seconds) {
    constexpr std::ptrdiff_t apart = 4;    // frames: 64 ms
    constexpr std::ptrdiff_t around = 25;  // frames: 0.4 s
    constexpr double aboveDb = 1.5;
    const std::vector<double> means = smoothed(flux, around);
    const auto count = static_cast<std::ptrdiff_t>(flux.size());
    int onsets = 0;
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        const auto from = flux.begin() + std::max<std::ptrdiff_t>(0, i - apart);
        const auto to = flux.begin() + std::min(count, i + apart + 1);
        const auto index = static_cast<std::size_t>(i);
        onsets += std::max_element(from, to) - flux.begin() == i && flux[index] > means[index] + aboveDb ? 1 : 0;
    }
    return onsets / seconds;
}

/// The cosine of a series and itself \p lag later.
double correlationAt(std::span<const double> values, std::size_t lag) {
    const std::span<const double> early = values.first(values.size() - lag);
    const std::span<const double> late = values.subspan(lag);
    const auto dot = [](std::span<const double> a, std::span<const double> b) {
        return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
    };
    const double norm = std::sqrt(dot(early, early) * dot(late, late));
    return norm > 0.0 ? dot(early, late) / norm : 0.0;
}

double pulseOf(const std::vector<double>& flux) {
    constexpr auto shortest = static_cast<std::size_t>(0.25 / hopSeconds);
    constexpr auto longest = static_cast<std::size_t>(1.2 / hopSeconds);
    constexpr double leastDeviationDb = 0.2;  // what a held tone has by rounding is no beat
    std::vector<double> series = smoothed(flux, 2);
    const double mean = std::accumulate(series.begin(), series.end(), 0.0) / static_cast<double>(series.size());
    double squares = 0.0;
    for (double& value : series) {
        value -= mean;
        squares += value * value;
    }
    if (squares < leastDeviationDb * leastDeviationDb * static_cast<double>(series.size())) {
        return 0.0;
    }
    double highest = 0.0;
    for (std::size_t lag = shortest; lag <= longest && 2 * lag < series.size(); ++lag) {
        highest = std::max(highest, correlationAt(series, lag));
    }
    return std::min(1.0, highest);
}

/// The autocorrelation of up to \p window samples under a Hann window, by lag.
class WindowedAutocorrelation {
public:
    WindowedAutocorrelation() {
        for (std::size_t i = 0; i < hann_.size(); ++i) {
            hann_[i] = static_cast<float>(
                0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(window)));
        }
        const std::array<float, window> ones = [] {
            std::array<float, window> filled{};
            filled.fill(1.0F);
            return filled;
        }();
        ofWindow_ = of(ones.data());
    }

    /// The highest peak at 50 to 1000 Hz relative to lag 0, with the window's own share taken out: 1 for a periodic
    /// frame, about 0 for noise.
    /// \see Boersma, "Accurate short-term analysis of the fundamental frequency", 1993
    [[nodiscard]] double periodicity(const float* samples) {
        const std::vector<float> correlation = of(samples);
        const auto normed = [&](std::size_t lag) {
            return static_cast<double>(correlation[lag] / correlation[0]) /
                   static_cast<double>(ofWindow_[lag] / ofWindow_[0]);
        };
        double highest = 0.0;
        for (std::size_t lag = rateHz / 1000; lag <= rateHz / 50; ++lag) {
            const double here = normed(lag);
            if (here > highest && here >= normed(lag - 1) && here >= normed(lag + 1)) {
                highest = here;
            }
        }
        return std::min(1.0, highest);
    }

private:
    [[nodiscard]] std::vector<float> of(const float* samples) {
        std::fill(transform_.samples().begin(), transform_.samples().end(), 0.0F);
        std::transform(hann_.begin(), hann_.end(), samples, transform_.samples().begin(), std::multiplies<>());
        transform_.forward();
        for (std::complex<float>& value : transform_.spectrum()) {
            value = std::norm(value);
        }
        transform_.inverse();
        return {transform_.samples().begin(), transform_.samples().begin() + window};
    }

    RealTransform transform_{2 * window};  // zeros behind the frame: no wrapping round
    std::array<float, window> hann_{};
    std::vector<float> ofWindow_;
};

double harmonicityOf(const Clip& mono) {
    WindowedAutocorrelation autocorrelation;
    double total = 0.0;
    double weighted = 0.0;
    for (std::ptrdiff_t begin = 0; begin + window <= mono.frames(); begin += window) {
        const float* samples = mono.samples.data() + begin;
        const double energy = std::inner_product(samples, samples + window, samples, 0.0);
        if (energy > window * std::pow(10.0, silenceDb / 10.0)) {
            total += energy;
            weighted += energy * autocorrelation.periodicity(samples);
        }
    }
    return total > 0.0 ? weighted / total : 0.0;
}

using Chroma = std::array<double, 12>;

/// Amplitude by pitch class at 60 to 4000 Hz, of unit length; nothing for a silent stretch.
std::optional<Chroma> chromaOf(std::span<const double> powers, std::size_t bins, double binHz) {
    Chroma chroma{};
    double loudest = 0.0;
    for (std::size_t i = 0; i < powers.size(); ++i) {
        const double hz = static_cast<double>(i % bins) * binHz;
        if (hz >= 60.0 && hz <= 4000.0) {
            const auto pitch = static_cast<int>(std::lround(12.0 * std::log2(hz / 440.0)));
            chroma[static_cast<std::size_t>((pitch % 12 + 12) % 12)] += std::sqrt(powers[i]);
            loudest = std::max(loudest, powers[i]);
        }
    }
    if (loudest < std::pow(10.0, silenceDb / 10.0)) {
        return std::nullopt;
    }
    const double norm = std::sqrt(std::inner_product(chroma.begin(), chroma.end(), chroma.begin(), 0.0));
    for (double& value : chroma) {
        value /= norm;
    }
    return chroma;
}

double movementOf(const Clip& mono) {
    constexpr int longWindow = 4096;
    constexpr std::size_t framesEach = 8;  // of 1000 samples: half a second
    if (mono.frames() < longWindow) {
        return 0.0;
    }
    const Spectrogram spectrum = spectrogram(mono, {.windowSamples = longWindow, .hopSamples = 1000});
    const std::vector<double> powers = powersOf(spectrum);
    const auto bins = static_cast<std::size_t>(spectrum.bins);
    double sum = 0.0;
    int count = 0;
    std::optional<Chroma> before;
    for (std::size_t at = 0; at + framesEach * bins <= powers.size(); at += framesEach * bins) {
        const std::optional<Chroma> chroma =
            chromaOf(std::span(powers).subspan(at, framesEach * bins), bins, static_cast<double>(rateHz) / longWindow);
        if (before && chroma) {
            sum += 1.0 - std::inner_product(chroma->begin(), chroma->end(), before->begin(), 0.0);
            ++count;
        }
        before = chroma;
    }
    return count > 0 ? std::clamp(sum / count, 0.0, 1.0) : 0.0;
}

}  // namespace

SoundMeasures measureSound(const Clip& clip) {
    if (clip.frames() == 0) {
        throw Error(ErrorKind::BadInput, "A clip without samples cannot be measured.");
    }
    const Clip mono = resample(toMono(clip), rateHz);
    SoundMeasures measures;
    if (mono.frames() < rateHz / 4) {
        return measures;
    }
    std::vector<double> levels = frameLevelsDb(mono);
    const auto frames = static_cast<double>(levels.size());
    std::erase_if(levels, [](double level) { return level < silenceDb; });
    if (levels.empty()) {
        return measures;
    }
    measures.silence = 1.0 - static_cast<double>(levels.size()) / frames;
    measures.dynamicsDb = percentile(levels, 0.95) - percentile(levels, 0.1);
    measures.loudnessLufs = std::max(-70.0, measureLoudness(mono).integratedLufs.value_or(-70.0));
    measureSpectrum(mono, measures);
    const std::vector<double> flux = spectralFlux(mono);
    measures.onsetsPerSecond = onsetsPerSecond(flux, mono.durationSeconds());
    measures.pulse = pulseOf(flux);
    measures.harmonicity = harmonicityOf(mono);
    measures.movement = movementOf(mono);
    return measures;
}

}  // namespace musicrl
