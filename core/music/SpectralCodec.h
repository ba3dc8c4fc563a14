// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "music/AudioCodec.h"
#include "nn/ConvNext.h"
#include "nn/PhasorFrames.h"
#include "nn/ResidualVectorQuantizer.h"

#include <torch/torch.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace musicrl {

struct SpectralCodecConfig {
    int sampleRateHz = 16000;
    std::int64_t windowSamples = 1024;  ///< of the short-time spectrum
    std::int64_t frameSamples = 320;    ///< its hop
    std::int64_t framesPerCode = 2;     ///< spectrum frames in a code step: 1 or an even number
    std::int64_t width = 256;           ///< of the blocks
    std::int64_t dimension = 64;        ///< of a code step's vector
    std::int64_t encoderLayers = 3;
    std::int64_t decoderLayers = 4;
    std::int64_t kernel = 5;            ///< odd
    std::int64_t expansion = 3;
    RvqConfig quantizer;                ///< its width is the dimension

    [[nodiscard]] std::int64_t hopSamples() const { return frameSamples * framesPerCode; }
};

/// \throws Error(BadInput)
[[nodiscard]] SpectralCodecConfig spectralCodecConfigFromJson(const Json& json, const std::string& where);
[[nodiscard]] Json toJson(const SpectralCodecConfig& config);

/// The weights: an encoder of phasor spectra, the quantizer, a decoder.
class SpectralCodecNetworkImpl : public torch::nn::Module {
public:
    explicit SpectralCodecNetworkImpl(const SpectralCodecConfig& config = {});

    /// \param spectrum  of T frames, T a multiple of framesPerCode \return [B, dimension, T / framesPerCode]
    [[nodiscard]] torch::Tensor encode(const PhasorSpectrum& spectrum);
    /// The way back, before or after quantization. Cosine and sine have no unit length.
    [[nodiscard]] PhasorSpectrum decode(const torch::Tensor& vectors);
    /// The weights that encode() uses.
    [[nodiscard]] std::vector<torch::Tensor> encoderParameters() const;

    ResidualVectorQuantizer quantizer = nullptr;

private:
    std::int64_t bins_;
    torch::nn::Conv1d in_ = nullptr;
    torch::nn::Sequential encoder_;
    torch::nn::Conv1d down_ = nullptr;
    torch::nn::ConvTranspose1d up_ = nullptr;
    torch::nn::Sequential decoder_;
    torch::nn::Conv1d out_ = nullptr;
};
TORCH_MODULE(SpectralCodecNetwork);

/// Neural audio codec that codes phasor spectra instead of samples. A steady note gives steady codes, which a language
/// model learns far more easily than codes that follow the waveform, and all layers run at the rate of the frames, so
/// that it trains in minutes on a CPU. Not causal; the waveform itself, its phases, is not kept. A sound that would leave
/// [-1, 1] is turned down as a whole.
///
/// Thread-safety: const functions may run at the same time.
class SpectralCodec final : public AudioCodec {
public:
    /// \param network  put into evaluation mode
    SpectralCodec(SpectralCodecConfig config, SpectralCodecNetwork network, std::string hash);

    [[nodiscard]] torch::Tensor encode(const torch::Tensor& waves) const override;
    [[nodiscard]] torch::Tensor decode(const torch::Tensor& codes) const override;

    [[nodiscard]] int sampleRateHz() const override { return config_.sampleRateHz; }
    [[nodiscard]] int hopSamples() const override { return static_cast<int>(config_.hopSamples()); }
    [[nodiscard]] std::int64_t codebooks() const override { return config_.quantizer.levels; }
    [[nodiscard]] std::int64_t vocabulary() const override { return config_.quantizer.vocabulary; }
    [[nodiscard]] const std::string& hash() const override { return hash_; }

private:
    [[nodiscard]] torch::Device device() const;

    SpectralCodecConfig config_;
    std::shared_ptr<SpectralCodecNetworkImpl> network_;
    PhasorFrames frames_;
    std::string hash_;
};

/// \param partFolder  config.json and model.safetensors
/// \throws Error(NotFound), Error(BadInput)
[[nodiscard]] std::shared_ptr<SpectralCodec> loadSpectralCodec(const std::filesystem::path& partFolder, torch::Device device);

/// Writes config.json and model.safetensors (float16). \throws Error(Io)
void saveSpectralCodec(const std::filesystem::path& partFolder, const SpectralCodecConfig& config, const SpectralCodecNetwork& network);

}  // namespace musicrl
