// SPDX-License-Identifier: GPL-3.0-or-later
// Seconds of audio per second that the two kinds of codec train on and decode, beside the time that a large matrix product
// of as many floating-point operations takes here: the distance to the machine's limit.
//
//   codec_bench [threads]
#include "music/SoundStream.h"
#include "music/SpectralCodec.h"
#include "pretrain/CodecLosses.h"
#include "tensor/Device.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>

namespace musicrl {
namespace {

constexpr std::int64_t batch = 4;
constexpr int rounds = 5;

/// The fastest of a few runs: the one least disturbed. \return seconds
double fastest(const std::function<void()>& work) {
    work();
    double best = 1e9;
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        work();
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
}

/// Multiply-adds of one network (the encoder's and the decoder's differ by their end layers only) for a second of audio.
double multiplyAddsPerSecond(const SoundStreamConfig& config) {
    const SeanetConfig& network = config.network;
    double rate = config.sampleRateHz;
    auto channels = static_cast<double>(network.channels);
    double total = 7.0 * channels * rate;
    for (const std::int64_t stride : network.strides) {
        total += static_cast<double>(network.dilations.size()) * static_cast<double>(network.residualKernel + 1) * channels * channels * rate;
        rate /= static_cast<double>(stride);
        total += channels * 2.0 * channels * 2.0 * static_cast<double>(stride) * rate;
        channels *= 2.0;
    }
    return total + channels * static_cast<double>(network.dimension) * 5.0 * rate;
}

double matrixProductFlopsPerSecond() {
    const torch::Tensor a = torch::randn({1024, 1024});
    return 2.0 * 1024.0 * 1024.0 * 1024.0 / fastest([&] { (void)torch::matmul(a, a); });
}

void report(const char* what, double audioSeconds, double seconds, double flops, double limit) {
    std::printf("%-32s %7.1f s of audio a second", what, audioSeconds / seconds);
    if (flops > 0.0) {
        std::printf(", %4.1f times an equal matrix product", seconds * limit / flops);
    }
    std::printf("\n");
}

void trainStep(SoundStreamNetwork& codec, Discriminators* discriminators, torch::optim::Adam& optimizer, const MultiScaleMel& mel,
               const torch::Tensor& real) {
    const RvqOutput coded = codec->quantizer->forward(codec->encoder->forward(real), {}, seededGenerator(1));
    const torch::Tensor made = codec->decoder->forward(coded.quantized);
    torch::Tensor loss = mel.distance(made.squeeze(1), real.squeeze(1)) + coded.commitment;
    if (discriminators != nullptr) {
        discriminatorLoss((*discriminators)->forward(real), (*discriminators)->forward(made.detach())).backward();
        const std::vector<Judgment> judged = (*discriminators)->forward(made);
        loss = loss + adversarialLoss(judged) + featureLoss((*discriminators)->forward(real), judged);
    }
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
}

void measure(const SoundStreamConfig& config, double limit) {
    SoundStreamNetwork codec(config);
    std::int64_t parameters = 0;
    for (const torch::Tensor& parameter : codec->parameters()) {
        parameters += parameter.numel();
    }
    const double flops = 2.0 * multiplyAddsPerSecond(config);
    std::printf("%.2f million weights, residual kernel %d, %.2f GFLOP for the encoder on a second of audio\n",
                static_cast<double>(parameters) * 1e-6, static_cast<int>(config.network.residualKernel), flops * 1e-9);
    const std::int64_t samples = 32 * config.network.hopSamples();
    const double audioSeconds = static_cast<double>(batch * samples) / config.sampleRateHz;
    const torch::Tensor real = torch::randn({batch, 1, samples}) * 0.1;
    const MultiScaleMel mel(config.sampleRateHz, torch::kCPU);
    torch::optim::Adam optimizer(codec->parameters(), 1e-6);
    codec->train();
    report("training step", audioSeconds, fastest([&] { trainStep(codec, nullptr, optimizer, mel, real); }),
           6.0 * flops * audioSeconds, limit);
    Discriminators discriminators(DiscriminatorsConfig{.waveChannels = 8, .waveMaxChannels = 128, .stftChannels = 8});
    report("... with small discriminators", audioSeconds,
           fastest([&] { trainStep(codec, &discriminators, optimizer, mel, real); }), 0.0, limit);

    const SoundStream finished(config, codec, {});
    const torch::Tensor codes = finished.encode(torch::randn({1, 1, 10 * config.sampleRateHz}) * 0.1);
    report("decoding one clip of 10 s", 10.0, fastest([&] { (void)finished.decode(codes); }), flops * 10.0, limit);
}

/// Multiply-adds of encoder and decoder together for a second of audio.
double multiplyAddsPerSecond(const SpectralCodecConfig& config) {
    const double frames = static_cast<double>(config.sampleRateHz) / static_cast<double>(config.frameSamples);
    const auto width = static_cast<double>(config.width);
    const double ends = 2.0 * 3.0 * (static_cast<double>(config.windowSamples) / 2.0 + 1.0) * width;
    const double block = 2.0 * static_cast<double>(config.expansion) * width * width + static_cast<double>(config.kernel) * width;
    const double turns = 3.0 * width * static_cast<double>(config.dimension);
    return frames * (ends + static_cast<double>(config.encoderLayers + config.decoderLayers) * block + turns);
}

void trainStep(SpectralCodecNetwork& codec, const PhasorFrames& frames, torch::optim::Adam& optimizer, const MultiScaleMel& mel,
               const torch::Tensor& real) {
    const PhasorSpectrum wanted = frames.analyse(real);
    const RvqOutput coded = codec->quantizer->forward(codec->encode(wanted), {}, seededGenerator(1));
    const PhasorSpectrum made = codec->decode(coded.quantized);
    const torch::Tensor loss =
        (made.logMagnitude - wanted.logMagnitude).abs().mean() + mel.distance(frames.synthesise(made), real) + coded.commitment;
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
}

void measure(const SpectralCodecConfig& config, double limit) {
    SpectralCodecNetwork codec(config);
    const double flops = 2.0 * multiplyAddsPerSecond(config);
    std::printf("spectral codec, %.2f GFLOP for encoder and decoder on a second of audio\n", flops * 1e-9);
    const std::int64_t samples = 2 * config.sampleRateHz / config.hopSamples() * config.hopSamples();
    const double audioSeconds = static_cast<double>(batch * samples) / config.sampleRateHz;
    const torch::Tensor real = torch::randn({batch, samples}) * 0.1;
    const PhasorFrames frames(config.windowSamples, config.frameSamples);
    const MultiScaleMel mel(config.sampleRateHz, torch::kCPU, 256);
    torch::optim::Adam optimizer(codec->parameters(), 1e-6);
    codec->train();
    report("training step", audioSeconds, fastest([&] { trainStep(codec, frames, optimizer, mel, real); }),
           3.0 * flops * audioSeconds, limit);
    const SpectralCodec finished(config, codec, {});
    const torch::Tensor codes = finished.encode(torch::randn({1, 1, 10 * config.sampleRateHz}) * 0.1);
    report("decoding one clip of 10 s", 10.0, fastest([&] { (void)finished.decode(codes); }), 0.5 * flops * 10.0, limit);
}

}  // namespace
}  // namespace musicrl

int main(int argumentCount, char** arguments) {
    using namespace musicrl;
    const int threads = argumentCount > 1 ? std::atoi(arguments[1]) : 1;
    useAllCores(threads);
    const double limit = matrixProductFlopsPerSecond();
    std::printf("%d thread(s), a matrix product of 1024 runs at %.0f GFLOP a second\n", threads, limit * 1e-9);
    for (const std::int64_t kernel : {7, 3}) {
        SoundStreamConfig config;
        config.network.residualKernel = kernel;
        measure(config, limit);
    }
    measure(SpectralCodecConfig{.quantizer = {.vocabulary = 512}}, limit);
    return 0;
}
