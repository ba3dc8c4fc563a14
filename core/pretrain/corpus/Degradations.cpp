// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Degradations.h"

#include "base/Error.h"
#include "base/Random.h"
#include "pretrain/corpus/SpectrumDamage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace musicrl {
namespace {

using Samples = std::vector<float>;

double rms(const Samples& samples) {
    double power = 0.0;
    for (const float sample : samples) {
        power += static_cast<double>(sample) * static_cast<double>(sample);
    }
    return samples.empty() ? 0.0 : std::sqrt(power / static_cast<double>(samples.size()));
}

double peak(const Samples& samples) {
    float highest = 0.0F;
    for (const float sample : samples) {
        highest = std::max(highest, std::abs(sample));
    }
    return static_cast<double>(highest);
}

void scale(Samples& samples, double factor) {
    for (float& sample : samples) {
        sample = static_cast<float>(sample * factor);
    }
}

/// Adds the disturbance at a ratio of music to disturbance in dB.
void mixAt(Samples& samples, Samples disturbance, double ratioDb) {
    const double level = rms(disturbance);
    if (level <= 0.0) {
        return;
    }
    scale(disturbance, rms(samples) / level * std::pow(10.0, -ratioDb / 20.0));
    std::transform(samples.begin(), samples.end(), disturbance.begin(), samples.begin(), std::plus<>());
}

void addNoise(Samples& samples, double severity, Random& random) {
    const bool pink = random.chance(0.5);
    Samples noise(samples.size());
    double slow = 0.0;
    for (float& sample : noise) {
        const double white = random.normal();
        slow = 0.95 * slow + white;
        sample = static_cast<float>(pink ? slow : white);
    }
    mixAt(samples, std::move(noise), 45.0 - 42.0 * severity);
}

void addHum(Samples& samples, double severity, int sampleRateHz, Random& random) {
    const double mainsHz = random.chance(0.5) ? 50.0 : 60.0;
    std::array<double, 8> strengths{};
    for (std::size_t i = 0; i < strengths.size(); ++i) {
        strengths[i] = random.uniform(0.3, 1.0) / static_cast<double>(i + 1);
    }
    Samples hum(samples.size());
    for (std::size_t n = 0; n < hum.size(); ++n) {
        double value = 0.0;
        for (std::size_t i = 0; i < strengths.size(); ++i) {
            value += strengths[i] * std::sin(2.0 * std::numbers::pi * mainsHz * static_cast<double>((i + 1) * n) / sampleRateHz);
        }
        hum[n] = static_cast<float>(value);
    }
    mixAt(samples, std::move(hum), 40.0 - 45.0 * severity);
}

/// A second-order low-pass run once over the samples (Bristow-Johnson's Audio EQ Cookbook).
void lowPassSection(Samples& samples, double cutoffHz, double quality, int sampleRateHz) {
    const double omega = 2.0 * std::numbers::pi * cutoffHz / sampleRateHz;
    const double alpha = std::sin(omega) / (2.0 * quality);
    const double a0 = 1.0 + alpha;
    const double a1 = -2.0 * std::cos(omega) / a0;
    const double a2 = (1.0 - alpha) / a0;
    const double b0 = (1.0 - std::cos(omega)) / 2.0 / a0;
    double x1 = 0.0, x2 = 0.0, y1 = 0.0, y2 = 0.0;
    for (float& sample : samples) {
        const double x = sample;
        const double y = b0 * (x + 2.0 * x1 + x2) - a1 * y1 - a2 * y2;
        x2 = x1, x1 = x, y2 = y1, y1 = y;
        sample = static_cast<float>(y);
    }
}

void lowPass(Samples& samples, double severity, int sampleRateHz) {
    const double highestHz = 0.49 * sampleRateHz;
    const double lowestHz = std::min(500.0, highestHz);
    const double cutoffHz = highestHz * std::pow(lowestHz / highestHz, severity);
    for (int direction = 0; direction < 2; ++direction) {  // forwards and backwards: no phase shift
        lowPassSection(samples, cutoffHz, 0.5412, sampleRateHz);
        lowPassSection(samples, cutoffHz, 1.3066, sampleRateHz);
        std::reverse(samples.begin(), samples.end());
    }
}

void clip(Samples& samples, double severity) {
    if (samples.empty()) {
        return;
    }
    Samples magnitudes = samples;
    std::transform(magnitudes.begin(), magnitudes.end(), magnitudes.begin(), [](float sample) { return std::abs(sample); });
    const double untouched = 1.0 - 0.85 * std::pow(severity, 1.5);
    const auto rank = magnitudes.begin() + static_cast<std::ptrdiff_t>(untouched * static_cast<double>(magnitudes.size() - 1));
    std::nth_element(magnitudes.begin(), rank, magnitudes.end());
    const float limit = *rank;
    for (float& sample : samples) {
        sample = std::clamp(sample, -limit, limit);
    }
}

void quantize(Samples& samples, double severity) {
    const double bits = 11.0 - 9.0 * severity;
    const double step = peak(samples) * std::pow(2.0, 1.0 - bits);
    for (float& sample : samples) {
        sample = step > 0.0 ? static_cast<float>(step * std::round(sample / step)) : sample;
    }
}

/// Silences a gap, with fading at each side.
void silence(Samples& samples, double startSeconds, double lengthSeconds, double fadeSeconds, int sampleRateHz) {
    const auto first = static_cast<std::size_t>(startSeconds * sampleRateHz);
    const auto last = std::min(samples.size(), static_cast<std::size_t>((startSeconds + lengthSeconds) * sampleRateHz));
    for (std::size_t n = first; n < last; ++n) {
        const double toEdge = static_cast<double>(std::min(n - first, last - n)) / sampleRateHz;
        samples[n] = static_cast<float>(samples[n] * std::max(0.0, 1.0 - toEdge / fadeSeconds));
    }
}

void dropOut(Samples& samples, double severity, int sampleRateHz, Random& random) {
    const double seconds = static_cast<double>(samples.size()) / sampleRateHz;
    const auto places = static_cast<std::size_t>(std::ceil(4.0 * seconds));
    for (std::size_t i = 0; i < places; ++i) {
        const double start = random.uniform(0.0, seconds);
        const bool happens = random.uniform() < 0.1 + 0.9 * severity;  // worse keeps all the gaps of better
        if (happens) {
            silence(samples, start, 0.01 + 0.12 * severity, 0.002, sampleRateHz);
        }
    }
}

/// One passage is missing out of every second or so, and the longer the worse.
void leaveOut(Samples& samples, double severity, int sampleRateHz, Random& random) {
    const double seconds = static_cast<double>(samples.size()) / sampleRateHz;
    const double fadeSeconds = random.chance(0.5) ? 0.005 : random.uniform(0.02, 0.1);
    for (double start = -random.uniform(); start < seconds;) {
        const double period = random.uniform(0.6, 1.6);
        const double first = std::max(0.0, start);
        const double last = start + 0.85 * severity * period;
        if (last > first) {
            silence(samples, first, last - first, fadeSeconds, sampleRateHz);
        }
        start += period;
    }
}

void apply(Degradation kind, Samples& samples, double severity, int sampleRateHz, std::uint64_t seed) {
    Random random(deriveSeed(seed, "degradation", static_cast<std::uint64_t>(kind)));
    switch (kind) {
        case Degradation::Noise: return addNoise(samples, severity, random);
        case Degradation::LowPass: return lowPass(samples, severity, sampleRateHz);
        case Degradation::Clipping: return clip(samples, severity);
        case Degradation::BitDepth: return quantize(samples, severity);
        case Degradation::Dropouts: return dropOut(samples, severity, sampleRateHz, random);
        case Degradation::Hum: return addHum(samples, severity, sampleRateHz, random);
        case Degradation::BandLoss: samples = keepStrongestBins(samples, std::pow(0.02, severity)); return;
        case Degradation::Smear: samples = smearBins(samples, severity, random); return;
        case Degradation::Silences: return leaveOut(samples, severity, sampleRateHz, random);
    }
}

/// Back to the loudness it had, so that loud is never taken for good, but never over full scale.
void restoreLevel(Samples& samples, double formerRms) {
    const double level = rms(samples);
    if (level > 0.0) {
        scale(samples, formerRms / level);
    }
    const double highest = peak(samples);
    if (highest > 1.0) {
        scale(samples, 1.0 / highest);
    }
}

void checkSeverity(double severity) {
    if (!(severity >= 0.0 && severity <= 1.0)) {
        throw Error(ErrorKind::BadInput, "A degradation's severity must be between 0 and 1, not " + std::to_string(severity) + ".");
    }
}

Samples channelOf(const Clip& clip, int channel) {
    Samples samples(static_cast<std::size_t>(clip.frames()));
    for (std::size_t n = 0; n < samples.size(); ++n) {
        samples[n] = clip.samples[n * static_cast<std::size_t>(clip.channels) + static_cast<std::size_t>(channel)];
    }
    return samples;
}

Clip degradeThrough(const Clip& clip, const std::vector<DegradationStep>& steps, std::uint64_t seed) {
    Clip degraded = clip;
    for (int channel = 0; channel < clip.channels; ++channel) {
        Samples samples = channelOf(clip, channel);
        const double formerRms = rms(samples);
        for (const DegradationStep& step : steps) {
            apply(step.kind, samples, step.severity, clip.sampleRateHz, seed);
        }
        restoreLevel(samples, formerRms);
        for (std::size_t n = 0; n < samples.size(); ++n) {
            degraded.samples[n * static_cast<std::size_t>(clip.channels) + static_cast<std::size_t>(channel)] = samples[n];
        }
    }
    return degraded;
}

/// Where a kind stands in a chain: recording and coding first, transmission last.
int rankOf(Degradation kind) {
    constexpr std::array order = {Degradation::Silences, Degradation::LowPass,  Degradation::BandLoss,
                                  Degradation::Smear,    Degradation::Clipping, Degradation::BitDepth,
                                  Degradation::Noise,    Degradation::Hum,      Degradation::Dropouts};
    return static_cast<int>(std::find(order.begin(), order.end(), kind) - order.begin());
}

}  // namespace

std::vector<DegradationStep> degradationChain(double severity, std::uint64_t seed) {
    checkSeverity(severity);
    Random random(deriveSeed(seed, "degradation chain"));
    std::vector<Degradation> kinds;
    for (int kind = 0; kind < degradationKinds; ++kind) {
        kinds.push_back(static_cast<Degradation>(kind));
    }
    random.shuffle(kinds);
    const std::size_t others = random.chance(0.5) ? 0 : 1 + random.index(2);
    std::vector<DegradationStep> steps = {{kinds[0], others == 0 ? severity : 0.9 * severity}};
    for (std::size_t i = 1; i <= others; ++i) {
        steps.push_back({kinds[i], severity * random.uniform(0.2, 0.5)});
    }
    std::sort(steps.begin(), steps.end(),
              [](const DegradationStep& a, const DegradationStep& b) { return rankOf(a.kind) < rankOf(b.kind); });
    return steps;
}

Clip degradeBy(Degradation kind, const Clip& clip, double severity, std::uint64_t seed) {
    checkSeverity(severity);
    return severity > 0.0 ? degradeThrough(clip, {{kind, severity}}, seed) : clip;
}

Clip degrade(const Clip& clip, double severity, std::uint64_t seed) {
    checkSeverity(severity);
    return severity > 0.0 ? degradeThrough(clip, degradationChain(severity, seed), seed) : clip;
}

}  // namespace musicrl
