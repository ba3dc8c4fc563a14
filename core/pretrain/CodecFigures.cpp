// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/CodecFigures.h"

#include "nn/LogMel.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace musicrl {
namespace {

constexpr double lowPassHz = 2000.0;
constexpr std::int64_t clipsAtOnce = 4;  // bounds the memory of the networks' layers

/// \param waves  [B, N]
torch::Tensor withoutHighs(const torch::Tensor& waves, int sampleRateHz) {
    torch::Tensor spectrum = torch::fft_rfft(waves);
    const auto cut = static_cast<std::int64_t>(lowPassHz * static_cast<double>(waves.size(1)) / sampleRateHz);
    spectrum.slice(1, std::min(cut, spectrum.size(1))).zero_();
    return torch::fft_irfft(spectrum, waves.size(1));
}

constexpr std::size_t heldOutClips = 16;
constexpr std::int64_t heldOutSeconds = 4;

/// [B, N], undefined without clips
torch::Tensor heldOutStarts(const TrainingCorpus& corpus, std::int64_t hop) {
    const std::int64_t samples = heldOutSeconds * corpus.sampleRateHz() / hop * hop;
    std::vector<torch::Tensor> waves;
    for (std::size_t i = 0; i < std::min(heldOutClips, corpus.size(Split::HeldOut)); ++i) {
        const torch::Tensor wave = corpus.wave(Split::HeldOut, i).slice(0, 0, samples);
        waves.push_back(torch::constant_pad_nd(wave, {0, samples - wave.size(0)}));
    }
    return waves.empty() ? torch::Tensor() : torch::stack(waves);
}

double sumOf(const torch::Tensor& values) {
    return values.sum(torch::kFloat64).item<double>();
}

}  // namespace

double CodecFigures::melRatio() const {
    return melDistance / std::max(1e-9, lowPassMelDistance);
}

CodecFigures measureCodec(const AudioCodec& codec, const torch::Tensor& waves) {
    const torch::NoGradGuard noGradients;
    const int rate = codec.sampleRateHz();
    LogMel logMel(LogMelConfig{.sampleRateHz = rate, .highHz = rate * 0.4875});
    torch::Tensor used = torch::zeros({codec.codebooks(), codec.vocabulary()}, torch::kBool);
    double distance = 0.0, lowPassed = 0.0, cells = 0.0, power = 0.0, error = 0.0;
    for (std::int64_t first = 0; first < waves.size(0); first += clipsAtOnce) {
        const torch::Tensor real = waves.slice(0, first, std::min(first + clipsAtOnce, waves.size(0)));
        const torch::Tensor codes = codec.encode(real.unsqueeze(1));
        const torch::Tensor made = codec.decode(codes).squeeze(1).slice(1, 0, real.size(1)).to(torch::kCPU);
        const torch::Tensor wanted = logMel->forward(real);
        distance += sumOf((logMel->forward(made) - wanted).abs());
        lowPassed += sumOf((logMel->forward(withoutHighs(real, rate)) - wanted).abs());
        cells += static_cast<double>(wanted.numel());
        power += sumOf(real.square());
        error += sumOf((made - real).square());
        for (std::int64_t level = 0; level < codec.codebooks(); ++level) {
            used[level].index_fill_(0, codes.select(1, level).flatten().to(torch::kCPU), true);
        }
    }
    CodecFigures figures{.melDistance = distance / cells,
                         .lowPassMelDistance = lowPassed / cells,
                         .snrDb = 10.0 * std::log10(power / std::max(1e-12, error)),
                         .codesUsed = {}};
    for (std::int64_t level = 0; level < codec.codebooks(); ++level) {
        figures.codesUsed.push_back(sumOf(used[level]) / static_cast<double>(codec.vocabulary()));
    }
    return figures;
}

Json heldOutCodecMetrics(const AudioCodec& codec, const TrainingCorpus& corpus) {
    const torch::Tensor waves = heldOutStarts(corpus, codec.hopSamples());
    if (!waves.defined()) {
        return Json::object();
    }
    const CodecFigures figures = measureCodec(codec, waves);
    Json metrics = {{"heldout/mel_distance", figures.melDistance},
                    {"heldout/mel_distance_lowpass", figures.lowPassMelDistance},
                    {"heldout/mel_ratio", figures.melRatio()},
                    {"heldout/snr_db", figures.snrDb}};
    for (std::size_t level = 0; level < figures.codesUsed.size(); ++level) {
        metrics["heldout/codes_used_" + std::to_string(level + 1)] = figures.codesUsed[level];
    }
    return metrics;
}

}  // namespace musicrl
